// Keeps what is answered on the page, and saves it as a file. Nothing is sent and nothing is loaded.
"use strict";
(() => {
  const main = document.querySelector("main");
  const items = [...document.querySelectorAll(".item")];
  const reviewer = document.getElementById("reviewer");
  const progress = document.getElementById("progress");
  const said = document.getElementById("said");
  const place = `csec_qual packet ${main.dataset.packet}`;
  let isSaved = true;

  const chosen = (item) => item.querySelector("input[type=radio]:checked")?.value ?? "";
  const comment = (item) => item.querySelector("textarea").value.trim();

  const answers = () => ({
    csec_qual_answers: Number(main.dataset.form),
    packet: main.dataset.packet,
    reviewer: reviewer.value.trim(),
    answers: items
      .filter((item) => chosen(item) || comment(item))
      .map((item) => ({
        quote: item.dataset.key,
        words: item.dataset.mark,
        answer: chosen(item) || "change",
        comment: comment(item),
      })),
  });

  const show = () => {
    for (const item of items) item.classList.toggle("answered", Boolean(chosen(item) || comment(item)));
    progress.textContent = `${answers().answers.length} of ${items.length} looked at`;
  };

  // A browser may refuse to keep anything for a page that was opened from a disk: then only the file keeps it.
  const remember = () => {
    try { sessionStorage.setItem(place, JSON.stringify(answers())); } catch { /* the file is what counts */ }
  };

  const fill = (kept) => {
    if (kept?.packet !== main.dataset.packet || !Array.isArray(kept.answers)) return false;
    if (typeof kept.reviewer === "string" && kept.reviewer) reviewer.value = kept.reviewer;
    for (const given of kept.answers) {
      const item = items.find((each) => each.dataset.key === given.quote && each.dataset.mark === given.words);
      if (!item) continue;
      const choice = [...item.querySelectorAll("input[type=radio]")].find((each) => each.value === given.answer);
      if (choice) choice.checked = true;
      item.querySelector("textarea").value = typeof given.comment === "string" ? given.comment : "";
    }
    show();
    return true;
  };

  document.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    isSaved = false;
    said.textContent = "";
    show();
    remember();
  });

  document.getElementById("before").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    let kept = null;
    try { kept = JSON.parse(await file.text()); } catch { /* told below */ }
    said.textContent = fill(kept) ? "Your answers are back." : "These are not answers to this packet.";
    remember();
  });

  document.getElementById("save").addEventListener("click", () => {
    if (!reviewer.value.trim()) {
      said.textContent = "Please write your name at the top first.";
      reviewer.focus();
      return;
    }
    const text = `${JSON.stringify(answers(), null, 1)}\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `answers-${main.dataset.packet}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    isSaved = true;
    said.textContent = `Saved as ${link.download} where your browser keeps downloads.`;
  });

  addEventListener("beforeunload", (event) => { if (!isSaved) event.preventDefault(); });

  try { fill(JSON.parse(sessionStorage.getItem(place))); } catch { /* nothing was kept */ }
  show();
})();
