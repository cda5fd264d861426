// Draws each chart from the table below it: one source for the eye, the ear and the export.
"use strict";

// Patterns tell the series apart in print and for those who see no colours.
const DECALS = [
  { symbol: "none" },
  { symbol: "rect", symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: -Math.PI / 4 },
  {
    symbol: "circle",
    symbolSize: 0.7,
    dashArrayX: [
      [8, 8],
      [0, 8, 8, 0],
    ],
    dashArrayY: [6, 0],
  },
  { symbol: "rect", symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [1, 5] },
];
const CHART_COLOURS = ["--chart-1", "--chart-2", "--chart-3", "--chart-4"];
const FONT = getComputedStyle(document.body).fontFamily; // by name: the width of labels is measured with it
const narrow = matchMedia("(max-width: 40rem)");
const paper = matchMedia("print"); // nobody waits for another frame there
const looks = [narrow, paper, matchMedia("(prefers-color-scheme: dark)")]; // the theme's colours follow them
const numbers = new Intl.NumberFormat(document.documentElement.lang);

/** @typedef {{ name: string, column: string | undefined, unit: string | undefined, data: (number | null)[] }} Series */
/** @typedef {{ kind: string, labels: string[], series: Series[], unfinished: { index: number, name: string } | null }} Figures */

/**
 * A colour of the theme, as it is on this screen or on paper now.
 * @param {string} name
 */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** @param {HTMLTableCellElement} cell */
const textOf = (cell) => (cell.textContent ?? "").trim();

/**
 * @param {HTMLTableElement} table
 * @returns {Figures}
 */
function readTable(table) {
  const heads = [...(table.tHead?.rows[0].cells ?? [])];
  const rows = [...table.tBodies[0].rows];
  const index = rows.findIndex((row) => row.dataset.unfinished);
  return {
    unfinished: index < 0 ? null : { index, name: rows[index].dataset.unfinished ?? "" },
    kind: table.dataset.chart ?? "",
    labels: rows.map((row) => textOf(row.cells[0])),
    series: heads
      .map((head, index) => ({ head, index }))
      .filter(({ head }) => head.dataset.charted)
      .map(({ head, index }) => ({
        name: textOf(head),
        column: head.dataset.charted,
        unit: head.dataset.unit,
        data: rows.map((row) => (row.cells[index].dataset.value === "" ? null : Number(row.cells[index].dataset.value))),
      }))
      .filter(({ column, data }) => column !== "before" || data.some(Boolean)), // nothing to compare with
  };
}

/**
 * @param {string} label
 * @param {number} length
 */
function shorten(label, length) {
  return label.length > length ? `${label.slice(0, length - 1)}…` : label;
}

/**
 * Without the day that is not over: the line would seem to fall.
 * @param {Series} series
 * @param {Figures["unfinished"]} unfinished
 */
function finished({ column, data }, unfinished) {
  return unfinished && column !== "before" ? data.map((value, at) => (at === unfinished.index ? null : value)) : data;
}

/**
 * That day, as a point beside the line.
 * @param {Series} series
 * @param {NonNullable<Figures["unfinished"]>} unfinished
 */
function pointOf({ name, data }, unfinished) {
  return {
    name: `${name} (${unfinished.name})`,
    data: data.map((value, at) => (at === unfinished.index ? value : null)),
    type: "scatter",
    symbol: "emptyCircle",
    symbolSize: 10,
    itemStyle: { color: colour(CHART_COLOURS[0]) },
  };
}

/**
 * How many lines of a legend these names take, roughly.
 * @param {string[]} names
 * @param {number} width
 */
function linesOf(names, width) {
  return Math.ceil(names.reduce((sum, name) => sum + 44 + 7.5 * name.length, 0) / width);
}

/**
 * @param {Figures} figures
 * @param {number} width
 */
function options({ kind, labels, series, unfinished }, width) {
  const across = kind.startsWith("bar");
  const stacked = kind.endsWith("-stacked");
  const unit = series[0].unit ? ` ${series[0].unit}` : "";
  const ink = colour("--ink");
  const style = { color: ink, fontSize: 13, fontFamily: FONT };
  const category = {
    type: "category",
    data: labels,
    inverse: across,
    axisTick: { show: false },
    axisLabel: {
      ...style,
      hideOverlap: true,
      interval: across ? 0 : "auto",
      formatter: (/** @type {string} */ label) => shorten(label, across && narrow.matches ? 18 : 40),
    },
  };
  const value = {
    type: "value",
    minInterval: series[0].unit ? 0 : 1,
    splitNumber: across && narrow.matches ? 3 : 5,
    axisLabel: { ...style, hideOverlap: true, formatter: (/** @type {number} */ n) => numbers.format(n) + unit },
    splitLine: { lineStyle: { color: colour("--edge") } },
  };
  const points = kind === "line" && unfinished ? [pointOf(series[0], unfinished)] : [];
  const drawn = series.map((each, index) => ({
    name: each.name,
    data: kind === "line" ? finished(each, unfinished) : each.data,
    type: kind === "line" ? "line" : "bar",
    stack: stacked ? "all" : undefined,
    showSymbol: false,
    barMaxWidth: 22,
    lineStyle: { width: each.column === "before" ? 1.5 : 2.5, type: each.column === "before" ? "dashed" : "solid" },
    itemStyle: {
      decal: kind === "line" ? undefined : { ...DECALS[index], color: ink },
      borderColor: ink,
      borderWidth: kind === "line" ? 0 : 0.5,
    },
  }));
  const names = [...drawn, ...points].map(({ name }) => name);
  const legend = names.length > 1;
  return {
    animation: false,
    color: CHART_COLOURS.map(colour),
    textStyle: style,
    legend: { show: legend, top: 0, left: 0, textStyle: style, itemWidth: 28, itemHeight: 14 },
    grid: {
      left: 4,
      right: 24,
      top: legend ? 16 + 24 * linesOf(names, width) : 12,
      bottom: 4,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: colour("--card"),
      borderColor: colour("--line"),
      textStyle: style,
      axisPointer: { type: across || kind.startsWith("column") ? "shadow" : "line" },
      valueFormatter: (/** @type {number | null} */ n) => (n === null ? "–" : numbers.format(n) + unit),
    },
    xAxis: across ? value : category,
    yAxis: across ? category : value,
    series: [...drawn, ...points],
  };
}

/**
 * @param {HTMLElement} plot
 * @param {HTMLTableElement} table
 */
function draw(plot, table) {
  const figures = readTable(table);
  const lines = figures.kind === "bar-stacked" ? 1 : figures.series.length;
  const height = figures.kind.startsWith("bar") ? 70 + figures.labels.length * (14 + 14 * lines) : 320;
  const chart = echarts.init(plot, null, { renderer: "svg", width: plot.clientWidth || 320, height });
  chart.on("rendered", () => {
    const picture = plot.querySelector("svg"); // so that paper narrower than the screen can make it smaller
    picture?.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  });
  let width = 0;
  const paint = () => {
    width = plot.clientWidth;
    if (width === 0) return; // nothing can be measured there; it has a width before it is seen
    chart.resize({ width, height });
    chart.setOption(options(figures, width));
  };
  let next = 0;
  const paintOnce = () => {
    cancelAnimationFrame(next); // a telephone that is turned changes the size and the look
    next = requestAnimationFrame(paint);
  };
  paint();
  for (const look of looks) look.addEventListener("change", look === paper ? paint : paintOnce);
  new ResizeObserver(() => plot.clientWidth !== width && paintOnce()).observe(plot);
}

for (const section of document.querySelectorAll(".subject")) {
  const plot = /** @type {HTMLElement | null} */ (section.querySelector(".plot"));
  const table = section.querySelector("table");
  const details = section.querySelector("details");
  if (plot && table && details) {
    draw(plot, table);
    details.open = false; // still read out as a table once opened; all open in print
  }
}

const printButton = /** @type {HTMLButtonElement} */ (document.querySelector(".print"));
printButton.hidden = false;
printButton.addEventListener("click", () => window.print());
const tablesToPrint = () =>
  [...document.querySelectorAll("details")].filter((details) => details.querySelectorAll("tbody tr").length <= 60);
addEventListener("beforeprint", () => {
  for (const details of tablesToPrint()) details.open = true;
});
