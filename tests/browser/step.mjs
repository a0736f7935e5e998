// Steps of one story: each goes on from where the one before it ended; after one that failed, the others say nothing.
import { test } from "node:test";

let failed = false;
export function step(name, act) {
  test(name, async t => {
    if (failed) return t.skip("a step before it failed");
    failed = true;
    await act();
    failed = false;
  });
}
