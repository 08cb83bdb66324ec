// Checks a statement of credits without asking anybody: node verify-statement.mjs ozvena-credits-2026-11-21.csv
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const TEXTS = ['jobId', 'provider', 'orderId', 'adminId', 'reason'];
const plain = (cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell).replace(/^'/, '');
const cellsOf = (line) => [...line.matchAll(/(?<=^|,)("(?:[^"]|"")*"|[^",]*)/g)].map(([cell]) => plain(cell));
const lines = readFileSync(process.argv[2], 'utf8').match(/(?:"(?:[^"]|"")*"|[^"\r\n])+/g);
const [names = [], ...rows] = lines.map(cellsOf);
let last = { seq: 0, hash: '', balance: 0 };
let isWhole = true;
for (const cells of rows) {
  const row = Object.fromEntries(names.map((name, at) => [name, cells[at]]));
  const [seq, change, balance] = [+row.seq, +row.changeCredits, +row.balanceAfterCredits];
  const texts = TEXTS.map((name) => row[name] || null);
  const hashed = [row.prevHash, row.id, row.userId, seq, row.kind, change, balance, ...texts, +row.createdAt];
  const hash = createHash('sha256').update(JSON.stringify(hashed)).digest('hex');
  const isNext = seq === last.seq + 1;
  const follows = isNext ? row.prevHash === last.hash && balance === last.balance + change : seq > last.seq;
  if (hash !== row.hash || !follows) {
    console.error(`Row ${seq} is not as it was written, or does not follow from the row before it.`);
    process.exit(1);
  }
  isWhole &&= isNext;
  last = { seq, hash, balance };
}
const whole = isWhole ? `Balance: ${last.balance} credits.` : 'They are a part of a ledger.';
console.log(`${rows.length} rows are sound. ${whole}`);
