// A client of the API by the types that openapi-typescript makes of its description: what an operation takes and what
// it answers follow from its path and method.
import type { paths } from "./api.js";

type Json<Response> = Response extends { content: { "application/json": infer Answer } } ? Answer : never;
export type Answer<Operation> = Operation extends { responses: { 200: infer Done } }
  ? Json<Done>
  : Operation extends { responses: { 201: infer Made } }
    ? Json<Made>
    : never;
export type Given<Operation> = Operation extends { parameters: infer Parameters } ? Parameters : never;

// What was refused, as RFC 9457 has it.
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(`${status} ${code}`);
  }
}

type Named = Record<string, unknown> | undefined;

export async function ask<Path extends keyof paths, Method extends keyof paths[Path] & string>(
  server: string,
  method: Method,
  path: Path,
  given: Given<paths[Path][Method]>,
  body?: string,
): Promise<Answer<paths[Path][Method]>> {
  const { path: names, query, header } = given as { path?: Named; query?: Named; header?: Named };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(names?.[name])));
  const texts = (named: Named) => Object.entries(named ?? {}).map(([name, value]) => [name, String(value)]);
  const asked = new URLSearchParams(texts(query)).toString();
  const response = await fetch(server + filled + (asked && "?" + asked), {
    method: method.toUpperCase(),
    headers: Object.fromEntries(texts(header)),
    body: body ?? null,
  });
  if (!response.ok) throw new Refused(response.status, ((await response.json()) as { code: string }).code);
  return (await response.json()) as Answer<paths[Path][Method]>;
}

// A member as its type says it is: a wrong type does not compile, a wrong value is told.
function check(kind: string, value: unknown): void {
  if (typeof value !== kind) throw new TypeError(`${JSON.stringify(value)} is no ${kind}`);
}
export const text = (value: string): void => check("string", value);
export const number = (value: number): void => check("number", value);
export const yes_or_no = (value: boolean): void => check("boolean", value);
