// Texts whose contrast with what lies behind them is below WCAG 2's 4.5 to 1. Colours are blended as the browser blends them.
() => {
  const channels = color => {
    const numbers = color.match(/[\d.]+/g).map(Number);
    return color.startsWith("color(") ? [...numbers.slice(0, 3).map(x => 255 * x), numbers[3] ?? 1] : [...numbers.slice(0, 3), numbers[3] ?? 1];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((x, i) => a * x + (1 - a) * below[i]);
  const background = element => {
    const below = element.parentElement ? background(element.parentElement) : [255, 255, 255];
    return over(channels(getComputedStyle(element).backgroundColor), below);
  };
  const luminance = rgb => rgb
    .map(x => x / 255)
    .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4)
    .reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i], 0);

  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() === "" || element.closest("noscript, .visually-hidden, .skip, [hidden]")) {
      continue;
    }
    const behind = background(element);
    const ink = over(channels(getComputedStyle(element).color), behind);
    const [dark, light] = [luminance(ink), luminance(behind)].sort((a, b) => a - b);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < 4.5) {
      faint.push(`${texts.currentNode.data.trim()}: ${contrast.toFixed(2)}`);
    }
  }
  return faint;
}
