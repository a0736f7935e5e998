// What makes the console quicker to use; every page works without it.
"use strict";

// The whole derivation at once.
for (const button of document.querySelectorAll("button.unfold")) {
  button.hidden = false;
  const unfold = button.textContent, fold = button.dataset.fold;
  button.addEventListener("click", () => {
    const open = button.textContent === unfold;
    for (const step of document.querySelectorAll(".tree details")) step.open = open;
    button.textContent = open ? fold : unfold;
  });
}

// The position under the slider's thumb.
for (const slider of document.querySelectorAll('input[type="range"]')) {
  const shown = slider.form.querySelector("output");
  slider.addEventListener("input", () => { shown.value = slider.value; });
}

// Paper shows what a screen folds.
addEventListener("beforeprint", () => {
  for (const step of document.querySelectorAll("details")) step.open = true;
});
