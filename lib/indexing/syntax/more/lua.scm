; Lua: the table that a function is put into.
(function_declaration name: (dot_index_expression table: (identifier) @local.scope field: (identifier) @name)) @definition.function
(function_declaration name: (method_index_expression table: (identifier) @local.scope method: (identifier) @name)) @definition.method
