"""What of an explorer is in sight at once: its controls, its words and its panels, and the numbers at its axes."""

# keeps what is written on each canvas since it was last cleared: the numbers at the axes among it
WRITTEN = """(() => {
    const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
        this.canvas.written = [];
        return clearRect.apply(this, box);
    };
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
        (this.canvas.written ??= []).push({ text, align: this.textAlign });
        return fillText.call(this, text, ...place);
    };
})()"""
SEEN = """async one => {
    one.scrollIntoView({ block: "start" });
    // what is far from the window is laid out when it comes near
    for (let i = 0; i < 4; i++) await new Promise(done => requestAnimationFrame(done));
    const shown = part => part.offsetParent !== null && part.getBoundingClientRect().height > 1;
    const all = query => [...one.querySelectorAll(query)].filter(shown);
    let around = one.parentElement;
    while (around && !(around.scrollHeight > around.clientHeight + 1
        && /auto|scroll/.test(getComputedStyle(around).overflowY))) around = around.parentElement;
    const controls = all('.hhlab-controls > *');
    const words = all('.hhlab-scope > .hhlab-status, .hhlab-derived');
    const panels = all('.hhlab-panel, .hhlab-still img, .hhlab-still table');
    const boxes = [...controls, ...words, ...panels].map(part => part.getBoundingClientRect());
    const axes = align => all('.hhlab-plot canvas').map(canvas => (canvas.written ?? [])
        .filter(one => one.align === align).map(one => one.text.replace("−", "-"))
        .filter(text => text !== "" && Number.isFinite(Number(text))));
    return {
        label: one.querySelector('.widget-label')?.textContent ?? '',
        room: Math.min(innerHeight, around?.clientHeight ?? innerHeight),
        height: Math.max(...boxes.map(box => box.bottom)) - Math.min(...boxes.map(box => box.top)),
        wide: one.scrollWidth > one.clientWidth + 1,
        sliders: all('.noUi-target').map(part => part.getBoundingClientRect().width),
        controls: controls.length,
        panels: panels.length,
        x: axes('center'),
        y: axes('right'),
    };
}"""


def seen(explorer):
    """Give what is seen of an explorer once it has been scrolled to: heights and widths in pixels, axes as texts."""
    return explorer.evaluate(SEEN)


def complaints(found):
    """Give what a person at a laptop would miss in an explorer."""
    said = []
    if found["height"] > found["room"] + 1:
        said.append(f"{found['height']:.0f} of {found['room']} px high")
    if found["wide"]:
        said.append("wider than its place")
    if min(found["sliders"], default=300) < 300:
        said.append(f"a slider of {min(found['sliders']):.0f} px")
    # only the lowest of panels that share their time has numbers below it
    for letter, axes in (("y", found["y"]), ("x", [axis for axis in found["x"] if axis])):
        said += [f"on {letter} only {axis}" for axis in axes if len(axis) < 3]
    return said
