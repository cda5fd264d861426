// Draws each chart from the table below it: one source for the eye, the ear and the export.
"use strict";

// Dark to light, so that they differ without colour; a pattern over each tells them apart in print.
const COLOURS = ["#0b4f6c", "#e08e0b", "#7a9e3a", "#c9ccd1"];
const DECALS = [
  { symbol: "none" },
  { symbol: "rect", symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: -Math.PI / 4, color: "rgba(0,0,0,.55)" },
  { symbol: "circle", symbolSize: 0.7, dashArrayX: [[8, 8], [0, 8, 8, 0]], dashArrayY: [6, 0], color: "rgba(0,0,0,.55)" },
  { symbol: "rect", symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [1, 5], color: "rgba(0,0,0,.4)" },
];
const INK = "#1d2733";
const FONT = getComputedStyle(document.body).fontFamily; // by name: the width of labels is measured with it
const narrow = matchMedia("(max-width: 640px)");
const numbers = new Intl.NumberFormat(document.documentElement.lang);

function readTable(table) {
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  return {
    kind: table.dataset.chart,
    labels: rows.map((row) => row.cells[0].textContent.trim()),
    series: heads
      .map((head, index) => ({ head, index }))
      .filter(({ head }) => head.dataset.charted)
      .map(({ head, index }) => ({
        name: head.textContent.trim(),
        column: head.dataset.charted,
        unit: head.dataset.unit,
        data: rows.map((row) => (row.cells[index].dataset.value === "" ? null : Number(row.cells[index].dataset.value))),
      }))
      .filter(({ column, data }) => column !== "before" || data.some(Boolean)), // nothing to compare with
  };
}

function shorten(label, length) {
  return label.length > length ? `${label.slice(0, length - 1)}…` : label;
}

function options({ kind, labels, series }) {
  const across = kind.startsWith("bar");
  const stacked = kind.endsWith("-stacked");
  const unit = series[0].unit ? ` ${series[0].unit}` : "";
  const style = { color: INK, fontSize: 13, fontFamily: FONT };
  const category = {
    type: "category",
    data: labels,
    inverse: across,
    axisTick: { show: false },
    axisLabel: {
      ...style,
      hideOverlap: true,
      interval: across ? 0 : "auto",
      formatter: (label) => shorten(label, across && narrow.matches ? 18 : 40),
    },
  };
  const value = {
    type: "value",
    minInterval: series[0].unit ? 0 : 1,
    axisLabel: { ...style, hideOverlap: true, formatter: (n) => numbers.format(n) + unit },
    splitLine: { lineStyle: { color: "#d9dee4" } },
  };
  return {
    animation: false,
    color: COLOURS,
    textStyle: style,
    legend: { show: series.length > 1, top: 0, left: 0, textStyle: style, itemWidth: 28, itemHeight: 14 },
    grid: { left: 4, right: 24, top: series.length > 1 ? 40 : 12, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      axisPointer: { type: across || kind.startsWith("column") ? "shadow" : "line" },
      valueFormatter: (n) => (n === null ? "–" : numbers.format(n) + unit),
    },
    xAxis: across ? value : category,
    yAxis: across ? category : value,
    series: series.map((each, index) => ({
      name: each.name,
      data: each.data,
      type: kind === "line" ? "line" : "bar",
      stack: stacked ? "all" : undefined,
      showSymbol: false,
      barMaxWidth: 22,
      lineStyle: { width: each.column === "before" ? 1.5 : 2.5, type: each.column === "before" ? "dashed" : "solid" },
      itemStyle: { decal: kind === "line" ? undefined : DECALS[index], borderColor: INK, borderWidth: kind === "line" ? 0 : 0.5 },
    })),
  };
}

function draw(plot, table) {
  const figures = readTable(table);
  const lines = figures.kind === "bar-stacked" ? 1 : figures.series.length;
  const height = figures.kind.startsWith("bar") ? 70 + figures.labels.length * (14 + 14 * lines) : 320;
  const chart = echarts.init(plot, null, { renderer: "svg", height });
  chart.on("rendered", () => {
    const picture = plot.querySelector("svg"); // so that paper narrower than the screen can make it smaller
    picture.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  });
  chart.setOption(options(figures));
  new ResizeObserver(() => chart.resize({ width: plot.clientWidth, height })).observe(plot);
}

for (const section of document.querySelectorAll(".subject")) {
  const plot = section.querySelector(".plot");
  const table = section.querySelector("table");
  if (plot && table) {
    draw(plot, table);
    section.querySelector("details").open = false; // still read out as a table once opened; all open in print
  }
}

const print = document.querySelector(".print");
print.hidden = false;
print.addEventListener("click", () => window.print());
const tablesToPrint = () => [...document.querySelectorAll("details")].filter((details) => details.querySelectorAll("tbody tr").length <= 60);
addEventListener("beforeprint", () => tablesToPrint().forEach((details) => (details.open = true)));
