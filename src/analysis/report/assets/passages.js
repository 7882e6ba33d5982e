// Shows the passages behind a number: they stand in the annex of this page, and are copied from there, never made.
(function () {
  "use strict";
  var dialog = document.getElementById("behind");
  var every = document.querySelectorAll("#passages .passage");
  function show(of, chosen) {
    var body = dialog.querySelector("div"), last = "";
    var groups = new Set(chosen.map(function (passage) { return passage.closest("details"); }));
    dialog.querySelector("h2").textContent = of;
    body.replaceChildren();
    chosen.forEach(function (passage) {
      var group = passage.closest("details").querySelector("h3").textContent;
      if (groups.size > 1 && group !== last) {
        body.appendChild(document.createElement("h3")).textContent = last = group;
      }
      var copy = passage.cloneNode(true);
      copy.removeAttribute("id");
      body.appendChild(copy);
    });
    dialog.showModal();
    body.scrollTop = 0;
  }
  // "3-5 9": the third to the fifth and the ninth passage of the annex
  function behind(link) {
    var chosen = [];
    link.dataset.behind.split(" ").forEach(function (span) {
      var ends = span.split("-").map(Number);
      for (var at = ends[0]; at <= ends[ends.length - 1]; at += 1) { chosen.push(every[at - 1]); }
    });
    var said = Array.prototype.slice.call(link.closest("tr").querySelectorAll("td:not(.number)"), 0, 3);
    var of = said.map(function (cell) { return cell.textContent; });
    show(of.concat(link.textContent).join(" · "), chosen);
  }
  // where a link leads into what is folded, it opens; a row of numbers shows at once what lies behind it
  function arrive() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    for (var fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) { fold.open = true; }
    target.scrollIntoView();
    var link = target.matches("tr") && target.querySelector("a[data-behind]");
    if (link) { behind(link); }
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-behind]");
    if (link && !event.ctrlKey && !event.metaKey) { event.preventDefault(); behind(link); }
    if (event.target === dialog || event.target.closest("#behind button")) { dialog.close(); }
  });
  document.addEventListener("drawing-mark", function (event) {
    var mark = CSS.escape(event.detail);
    var link = event.target.closest("figure").querySelector('tr[data-mark="' + mark + '"] a[data-behind]');
    var passage = document.querySelector('.passage[data-id="' + mark + '"]');
    if (link) { behind(link); } else if (passage) { show(event.detail, [passage]); }
  });
  window.addEventListener("hashchange", arrive);
  arrive();
})();
