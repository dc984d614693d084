// npm run bench: `npm run bench search -- …` measures searching alone (bench/search/search.ts), anything else the whole product
// (bench/run.ts).
if (process.argv[2] === 'search') {
  process.argv.splice(2, 1);
  await import('./search/search');
} else {
  await import('./run');
}

export {};
