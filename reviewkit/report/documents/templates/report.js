"use strict";
(() => {
  const box = document.querySelector(".filter");
  const items = [...document.querySelectorAll("main section.tone, main tbody tr")];
  if (!box || items.length < 2) return;
  const input = box.querySelector("input");
  const status = box.querySelector(".shown");
  const holders = [...document.querySelectorAll("main section:not(.tone), .holds-table")].reverse();
  let texts = null;

  const show = () => {
    texts ??= items.map((item) => item.textContent.toLowerCase());
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    items.forEach((item, index) => {
      item.hidden = !words.every((word) => texts[index].includes(word));
      if (!item.hidden) shown += 1;
    });
    for (const holder of holders) {
      const own = holder.querySelectorAll("section.tone, tbody tr");
      holder.hidden = words.length > 0 && own.length > 0 && ![...own].some((item) => !item.hidden);
    }
    status.textContent = words.length
      ? status.dataset.words.replace("{shown}", shown).replace("{all}", items.length)
      : "";
  };

  let waiting = 0;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  box.hidden = false;
})();
