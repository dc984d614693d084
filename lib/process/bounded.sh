# Bounds itself, then becomes the program that its environment names: simple-git takes one word to put before git's own,
# and no limits. Both limits in KiB; a hard limit that is lower already stays.
{ ulimit -d "$FRESHET_DATA_KIB"; ulimit -v "$FRESHET_MAPPED_KIB"; } 2>/dev/null
program=$FRESHET_PROGRAM
unset FRESHET_PROGRAM FRESHET_DATA_KIB FRESHET_MAPPED_KIB
exec "$program" "$@"
