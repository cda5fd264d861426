// The chart library is a script of its own that the page loads first; its options are too wide to be worth typing here.
interface Chart {
  on(event: string, act: () => void): void;
  setOption(options: object): void;
  resize(size: { width: number; height: number }): void;
  getWidth(): number;
  getHeight(): number;
}

declare const echarts: { init(plot: HTMLElement, theme: null, settings: { renderer: "svg"; width: number; height: number }): Chart };
