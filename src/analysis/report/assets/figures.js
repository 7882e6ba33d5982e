// Draws each figure from the JSON beside it. Text in a figure is data: it was never part of this page's markup.
(function () {
  "use strict";
  var plots = Array.prototype.slice.call(document.querySelectorAll(".plot[data-figure]"));
  function draw(plot) {
    var figure = JSON.parse(document.getElementById(plot.dataset.figure).textContent);
    var config = { responsive: true, displayModeBar: false, displaylogo: false, showLink: false, scrollZoom: false };
    return Plotly.newPlot(plot, figure.data, figure.layout, config);
  }
  function next() {
    var plot = plots.shift();
    if (!plot) { reach(); return; }
    draw(plot).then(function () { setTimeout(next, 0); });
  }
  // where a figure is wider than the screen, its box scrolls, also by keyboard
  function reach() {
    document.querySelectorAll("[role=img], .drawing-scroll").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth) { box.tabIndex = 0; }
    });
  }
  // on a narrow screen the contents stand above the text: folded, or a reader scrolls through them to the first word
  var contents = document.querySelector(".toc details");
  if (contents && window.matchMedia("(max-width: 62rem)").matches) { contents.open = false; }
  // paper is narrower than a screen: draw at the width the figures were made for, and let the style sheet scale them
  var folded = false;
  window.addEventListener("beforeprint", function () {
    folded = contents && !contents.open; // on paper nobody can unfold them
    if (folded) { contents.open = true; }
    document.querySelectorAll(".js-plotly-plot").forEach(function (plot) { Plotly.relayout(plot, { width: 960 }); });
    // one that is taller than a sheet is set smaller, as far as it can still be read, or a page would cut it through a row
    document.querySelectorAll("[role=img]").forEach(function (box) {
      box.style.setProperty("--fit", Math.max(0.45, Math.min(0.7, 860 / box.offsetHeight)));
    });
  });
  window.addEventListener("afterprint", function () {
    if (folded) { contents.open = false; }
    document.querySelectorAll(".js-plotly-plot").forEach(function (plot) { Plotly.relayout(plot, { width: null, autosize: true }); });
  });
  window.addEventListener("resize", reach);
  next();
})();
