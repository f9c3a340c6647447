/* Draws every [data-chart] from the JSON beside it; ECharts is fetched only by pages that have one. */
(function () {
  "use strict";

  const library = document.currentScript.dataset.echarts;
  const INK = "#1b2433";
  const SOFT = "#56637a";
  const LINE = "#e3e8ef";
  const PLAIN = ["#1a56c4", "#83b0f0", "#475467", "#9aa6b8", "#15469f", "#c5dbf8"];
  const TONES = { primary: "#1a56c4", done: "#475467", ok: "#2f9e6b", soon: "#d58a2a", late: "#dd6f72", paused: "#8a66cc", todo: "#b3bccb" };
  const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

  function words(value, decimals) {
    if (value === null || value === undefined || value === "") return "—";
    const exact = decimals === undefined ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    return Number(value).toLocaleString("zh-CN", exact);
  }

  function seriesOf(kind, data) {
    return data.series.map((series, at) => ({
      name: series.name,
      type: kind,
      data: series.values.map((value) => (value === null ? null : Number(value))),
      stack: data.stacked ? "all" : undefined,
      barMaxWidth: 26,
      symbolSize: 6,
      itemStyle: { color: TONES[series.tone] || PLAIN[at % PLAIN.length], borderRadius: kind === "bar" && !data.stacked ? [2, 2, 0, 0] : 0 },
      lineStyle: { width: 2 },
    }));
  }

  function optionOf(kind, data) {
    const many = data.series.length > 1;
    return {
      animation: false,
      textStyle: { fontFamily: FONT, color: INK },
      grid: { left: 8, right: 12, top: many ? 40 : 28, bottom: 4, containLabel: true },
      legend: many ? { top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: SOFT } } : undefined,
      tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: kind === "bar" ? "shadow" : "line" }, valueFormatter: (value) => `${words(value, data.decimals)} ${data.unit || ""}` },
      xAxis: { type: "category", data: data.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: LINE } }, axisLabel: { color: SOFT } },
      title: data.unit ? { text: data.unit, right: 0, top: 0, textStyle: { color: SOFT, fontSize: 12, fontWeight: "normal" } } : undefined,
      yAxis: { type: "value", axisLabel: { color: SOFT }, splitLine: { lineStyle: { color: LINE } } },
      series: seriesOf(kind, data),
    };
  }

  function draw(host) {
    const data = JSON.parse(document.getElementById(host.dataset.source).textContent);
    const chart = window.echarts.init(host, null, { renderer: "canvas" });
    chart.setOption(optionOf(host.dataset.chart, data));
    chart.on("click", (event) => { if (data.hrefs?.[event.dataIndex]) location.assign(data.hrefs[event.dataIndex]); });
    new ResizeObserver(() => chart.resize()).observe(host);
    host.dataset.drawn = "true";
  }

  function drawAll(root) {
    const hosts = [...root.querySelectorAll("[data-chart]:not([data-drawn])")];
    if (hosts.length) window.platform.load(library).then(() => hosts.forEach(draw));
  }

  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt.parentElement || document));
  window.addEventListener("beforeprint", () => {
    for (const host of document.querySelectorAll("[data-drawn]")) window.echarts.getInstanceByDom(host)?.resize();
  });
})();
