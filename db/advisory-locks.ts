// The numbers of all advisory locks, in one place so that no two things wait for each other by accident.

export const LOCKS = {
  migration: 7_246_411,
  testTemplate: 7_246_412,
  engineClaim: 7_246_413,
  engineClock: 7_246_414,
  syncClock: 7_246_415,
  notificationTargets: 7_246_416,
  people: 7_246_417,
  pushMirrors: 7_246_418,
} as const;
