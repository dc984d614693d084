// npm run bench: `npm run bench search -- …` measures searching alone (bench/search/search.ts), `npm run bench delivery`
// deliveries to hosts (bench/delivery.ts), anything else the whole product (bench/run.ts).
if (process.argv[2] === 'search') {
  process.argv.splice(2, 1);
  await import('./search/search');
} else if (process.argv[2] === 'delivery') {
  process.argv.splice(2, 1);
  await import('./delivery');
} else {
  await import('./run');
}

export {};
