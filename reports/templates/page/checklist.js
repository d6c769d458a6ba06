// The checklist: answers stay on this computer, in the browser's own store where it allows that, and
// leave the page only as files that the reader saves.
function answered(box) { return box.querySelector("input[type=radio]:checked") !== null; }

(() => {
  const desk = document.getElementById("answer-desk");
  if (!desk) return;
  const FORMAT = "gongkai-answers/1";
  const audit = JSON.parse(document.getElementById("audit").dataset.audit);
  const key = `${FORMAT} ${audit.digest}`;
  const boxes = all("[data-answer]");
  const person = document.getElementById("answer-name");
  const day = document.getElementById("answer-date");
  const progress = document.getElementById("answer-progress");
  const status = document.getElementById("answer-status");
  const anyway = document.getElementById("answer-import-anyway");
  let savedAt = document.body.dataset.savedAt || "";
  let store = null;
  try {
    store = window.localStorage;
    store.setItem(`${FORMAT} `, "1");
    store.removeItem(`${FORMAT} `);
  } catch { store = null; }

  const field = (box, kind) => box.querySelector(`[data-f=${kind}]`);
  const read = (box) => {
    const chosen = box.querySelector("input[type=radio]:checked");
    const answer = {
      kind: box.dataset.answer, id: box.dataset.id, answer: chosen ? chosen.value : null,
      note: field(box, "note").value, name: field(box, "name").value, date: field(box, "date").value,
    };
    return answer.answer || answer.note || answer.name || answer.date ? answer : null;
  };
  const write = (box, answer) => {
    for (const radio of all("input[type=radio]", box)) radio.checked = answer.answer === radio.value;
    for (const kind of ["note", "name", "date"]) field(box, kind).value = answer[kind] || "";
  };
  const empty = { answer: null };
  const file = () => ({
    format: FORMAT, audit, saved_at: savedAt, by: { name: person.value, date: day.value },
    answers: boxes.map(read).filter(Boolean),
  });

  const show = () => {
    const done = boxes.filter(answered).length;
    progress.textContent = say("answered", { done, all: boxes.length });
    for (const box of boxes) {
      box.classList.toggle("done", answered(box));
      box.querySelector("[data-clear]").hidden = read(box) === null;
    }
  };
  const keep = () => {
    savedAt = new Date().toISOString();
    show();
    if (!store) return;
    try {
      store.setItem(key, JSON.stringify(file()));
      status.textContent = words.kept;
    } catch { status.textContent = words.not_kept; }
  };
  const fill = (content) => {
    const known = new Map(boxes.map((box) => [`${box.dataset.answer} ${box.dataset.id}`, box]));
    let used = 0;
    for (const answer of content.answers) {
      const box = known.get(`${answer.kind} ${answer.id}`);
      if (box) { write(box, answer); used += 1; }
    }
    if (content.by) { person.value = content.by.name || ""; day.value = content.by.date || ""; }
    return used;
  };
  const text = (value) => value === undefined || value === null || typeof value === "string";
  const valid = (content) => Boolean(content) && content.format === FORMAT
    && Boolean(content.audit) && typeof content.audit.digest === "string" && Array.isArray(content.answers)
    && content.answers.every((one) => Boolean(one) && typeof one.id === "string"
      && ["rule", "clause"].includes(one.kind)
      && [null, undefined, "pass", "fail", "not_applicable"].includes(one.answer)
      && text(one.note) && text(one.name) && text(one.date));

  const save = (name, content, type) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const stem = `${words.file_name} ${audit.as_of}`;

  // A filled copy is this page as it was read from disk, with the answers in its fields.
  const copy = () => {
    const whole = document.documentElement.cloneNode(true);
    for (const part of all("[hidden]", whole)) if (!part.hasAttribute("data-hidden")) part.removeAttribute("hidden");
    for (const part of all("[data-hidden]", whole)) part.setAttribute("hidden", "");
    for (const part of all("details", whole)) part.toggleAttribute("open", part.hasAttribute("data-open"));
    for (const part of all("[data-live]", whole)) part.textContent = "";
    for (const part of all(".done", whole)) part.classList.remove("done");
    for (const part of all("[data-home]", whole)) {
      part.setAttribute("href", part.dataset.home);
      part.removeAttribute("data-home");
    }
    whole.querySelector("body").dataset.savedAt = savedAt;
    const fields = (within) => all("[data-answer] input, [data-answer] textarea, #answer-name, #answer-date", within);
    const now = fields(document);
    fields(whole).forEach((part, number) => {
      if (part.type === "radio") part.toggleAttribute("checked", now[number].checked);
      else if (part.tagName === "TEXTAREA") part.textContent = now[number].value;
      else part.setAttribute("value", now[number].value);
    });
    return `<!DOCTYPE html>\n${whole.outerHTML}\n`;
  };

  let waiting = null;
  const take = (content) => {
    savedAt = new Date().toISOString();
    const used = fill(content);
    anyway.hidden = true;
    waiting = null;
    keep();
    status.textContent = say("imported", { used, all: content.answers.length });
  };
  const offer = (content) => {
    if (content.audit.digest === audit.digest) { take(content); return; }
    waiting = content;
    anyway.hidden = false;
    status.textContent = say("other_audit", { as_of: String(content.audit.as_of).slice(0, 10), site: String(content.audit.site).slice(0, 100) });
  };
  const chooser = document.getElementById("answer-file");
  chooser.addEventListener("change", async () => {
    const chosen = chooser.files[0];
    if (!chosen) return;
    let content = null;
    try { content = JSON.parse(await chosen.text()); } catch { content = null; }
    chooser.value = "";
    anyway.hidden = true;
    if (valid(content)) offer(content); else status.textContent = words.not_answers;
  });
  anyway.addEventListener("click", () => { if (waiting) take(waiting); });
  document.getElementById("answer-import").addEventListener("click", () => chooser.click());
  document.getElementById("answer-export").addEventListener("click", () => {
    if (!savedAt) savedAt = new Date().toISOString();
    save(`${stem}.json`, `${JSON.stringify(file(), null, 2)}\n`, "application/json");
    status.textContent = words.exported;
  });
  document.getElementById("answer-copy").addEventListener("click", () => {
    if (!savedAt) savedAt = new Date().toISOString();
    save(`${stem}.html`, copy(), "text/html");
    status.textContent = words.copied;
  });
  document.getElementById("answer-print").addEventListener("click", () => print());

  addEventListener("input", (event) => {
    const box = event.target.closest("[data-answer]");
    if (box && event.target.type === "radio") {
      if (!field(box, "name").value) field(box, "name").value = person.value;
      if (!field(box, "date").value) field(box, "date").value = day.value;
    }
    if (box || event.target === person || event.target === day) keep();
  });
  addEventListener("click", (event) => {
    if (!event.target.matches("[data-clear]")) return;
    const box = event.target.closest("[data-answer]");
    write(box, empty);
    keep();
    box.querySelector("input").focus();
  });

  let stored = null;
  try { stored = store && JSON.parse(store.getItem(key)); } catch { stored = null; }
  // A filled copy and the browser may both hold answers: the later ones count.
  if (valid(stored) && String(stored.saved_at) > savedAt) {
    boxes.forEach((box) => write(box, empty));
    fill(stored);
    savedAt = String(stored.saved_at);
    status.textContent = words.recalled;
  } else {
    status.textContent = store ? words.will_keep : words.not_kept;
  }
  show();
  desk.hidden = false;
})();
