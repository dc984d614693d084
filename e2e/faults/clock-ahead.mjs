// Loaded before everything else in a process for tests: its clock is ahead by TEST_CLOCK_AHEAD_MS.
const ahead = Number(process.env.TEST_CLOCK_AHEAD_MS ?? 0);
const RealDate = Date;
const now = () => RealDate.now() + ahead;

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, args, asked) => Reflect.construct(target, args.length > 0 ? args : [now()], asked),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
