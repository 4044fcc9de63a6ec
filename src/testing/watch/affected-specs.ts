// Which specs a change may concern, told from what scripts require: those run first. All others still run, so being
// wrong costs time and never a verdict.
const SPEC = /\.(spec|test)$/;
/** The last name in `require(script.Parent.cart)`, `require("./cart")` or `require(Packages:WaitForChild("cart"))`. */
const REQUIRES = /require\s*\(?\s*([^\n]*)/g;
const NAMES = /[A-Za-z_][\w-]*/g;

export interface ScriptText {
  readonly name: string;
  readonly text: string;
}

/** Full names of the specs that are among the changed scripts, or need one of them through others. */
export function affectedSpecs(scripts: readonly ScriptText[], changed: ReadonlySet<string>): string[] {
  const required = new Map(scripts.map(({ name, text }) => [name, requiredNames(text)]));
  const reached = new Set(changed);
  let frontier = new Set([...changed].map(lastName));
  while (frontier.size > 0) {
    const next = new Set<string>();
    for (const [name, names] of required) {
      if (reached.has(name) || ![...frontier].some((one) => names.has(one))) continue;
      reached.add(name);
      next.add(lastName(name));
    }
    frontier = next;
  }
  return [...reached].filter((name) => SPEC.test(name)).sort();
}

function requiredNames(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, argument = ''] of text.matchAll(REQUIRES)) {
    for (const [name] of argument.matchAll(NAMES)) names.add(name);
  }
  return names;
}

/** Of `A.B.cart.spec` that is `cart`, by which it is required if it ever is. */
function lastName(fullName: string): string {
  return fullName.replace(SPEC, '').split('.').at(-1) ?? fullName;
}
