// Luau counts by itself how often its code runs, if the compiler is told to. The VM's wasm compiles with options that
// nobody can set; they are constants that its loader puts on the stack, and this is the one place that has them. Two of
// them are moved so that the level of coverage, which none of them sets to anything but 0, becomes 2: statements and
// expressions. Nothing changes its size, so nothing else has to move.
import { LuauPackageError } from './wasm-package.js';

// In turn: 0 to the stack's bytes 104, 112, 120, 128 and 136, to 96 (types, coverage), and 1, 1 to 88 (optimisation, debug).
const OPTIONS = Buffer.from(
  '200e4200370268200e4200370270200e4200370278200e420037028001200e410036028801200e4200370260200e428180808010370258',
  'hex',
);
// The first 0 goes to 96 instead, and the one that went there becomes 2, 0 at 100 (coverage, and what 104 began with).
const WITH_COVERAGE = Buffer.from(
  '200e4200370260200e4200370270200e4200370278200e420037028001200e410036028801200e4202370264200e428180808010370258',
  'hex',
);

export function withCoverage(wasm: Buffer): Buffer {
  const at = wasm.indexOf(OPTIONS);
  if (at < 0 || wasm.indexOf(OPTIONS, at + 1) >= 0) {
    throw new LuauPackageError('The Luau VM is not the build whose coverage this driver can switch on.');
  }
  const changed = Buffer.from(wasm);
  WITH_COVERAGE.copy(changed, at);
  return changed;
}
