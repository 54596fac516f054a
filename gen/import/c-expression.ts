/** What a name in a C expression stands for; undefined where nobody knows. */
export type Lookup = (name: string) => number | undefined;

const TOKEN =
  /\s*(0[xX][0-9a-fA-F]+|\d+|sizeof\s*\(\s*(?:struct\s+)?\w+\s*\)|[A-Za-z_]\w*|<<|>>|==|!=|<=|>=|&&|\|\||[-+*/%&|^~!()<>?:])/y;

/** From weakest to strongest. */
const LEVELS = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]] as const;

/** The number that a constant expression of C comes to; undefined where a name in it is not known, or it is no such expression. */
export function evaluate(text: string, lookup: Lookup): number | undefined {
  const tokens = tokenize(text);
  if (tokens === undefined) return undefined;
  let at = 0;
  const value = binary(0);
  return at === tokens.length ? value : undefined;

  function binary(level: number): number | undefined {
    const operators: readonly string[] | undefined = LEVELS[level];
    if (operators === undefined) return unary();
    let left = binary(level + 1);
    while (operators.includes(tokens![at] ?? "")) {
      const operator = tokens![at++]!;
      const right = binary(level + 1);
      left = left === undefined || right === undefined ? undefined : apply(operator, left, right);
    }
    return left;
  }

  function unary(): number | undefined {
    const token = tokens![at++];
    if (token === undefined) return undefined;
    if (token === "-" || token === "+" || token === "~") {
      const operand = unary();
      if (operand === undefined) return undefined;
      return token === "-" ? -operand : token === "~" ? ~operand : operand;
    }
    if (token === "(") {
      const inner = binary(0);
      return tokens![at++] === ")" ? inner : undefined;
    }
    if (/^\d/.test(token)) return Number(/^0\d/.test(token) ? `0o${token.slice(1)}` : token);
    if (/^[A-Za-z_]/.test(token)) return lookup(token.replace(/\s+/g, ""));
    return undefined;
  }
}

function tokenize(text: string): string[] | undefined {
  const tokens: string[] = [];
  const plain = text.replace(/\b(0[xX][0-9a-fA-F]+|\d+)[uUlL]+\b/g, "$1").trim();
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < plain.length; ) {
    const token = TOKEN.exec(plain)?.[1];
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

/** Enumerators are wider than 32 bits at times (1U << 31): arithmetic, not the 32-bit operators of JavaScript. */
function apply(operator: string, left: number, right: number): number {
  switch (operator) {
    case "<<":
      return left * 2 ** right;
    case ">>":
      return Math.floor(left / 2 ** right);
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return Math.trunc(left / right);
    case "%":
      return left % right;
    case "&":
      return Number(BigInt(left) & BigInt(right));
    case "^":
      return Number(BigInt(left) ^ BigInt(right));
    default:
      return Number(BigInt(left) | BigInt(right));
  }
}
