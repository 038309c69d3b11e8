// Sets light or dark before anything is painted: the reader's choice, else the system's.
(() => {
  const chosen = () => {
    try { return localStorage.getItem("citewire-theme"); } catch { return null; }
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (chosen() ?? (system.matches ? "dark" : "light")) === "dark";
  const apply = () => {
    document.documentElement.classList.toggle("cw-dark", dark());
    document.body?.classList.toggle("dark", dark());
    const button = document.getElementById("theme");
    if (button) button.setAttribute("aria-pressed", String(dark()));
  };
  window.citewireTheme = {
    flip() {
      try { localStorage.setItem("citewire-theme", dark() ? "light" : "dark"); } catch { /* not kept */ }
      apply();
    },
    apply,
  };
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", apply);
})();
