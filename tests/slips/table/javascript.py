"""Slips in what runs in the browser."""

NODE = "$ cd browser && node --test tests/{}.test.js"

ROWS = {
    "browser/src/limits.js": [
        (NODE.format("limits"), "if (!found) return present ?? limits;", "if (!found) return limits;"),
        (NODE.format("limits"), "if (least && holds(least, found)) return least;", ""),
        (NODE.format("limits"), "found[0] < present[0] ? limits[0]", "found[0] < present[0] ? limits[1]"),
        (NODE.format("limits"), "found[1] > present[1] ? limits[1]", "found[1] >= present[1] ? limits[1]"),
        (NODE.format("limits"), "limits[0] <= found[0] && found[1]", "limits[0] <= found[0] || found[1]"),
    ],
    "browser/src/numbers.js": [
        (NODE.format("numbers"), "value.toPrecision(4)", "value.toPrecision(3)"),
        (
            NODE.format("numbers"),
            'String(Number(text)).replace(/^-/, "−")',
            'String(Number(text)).replace(/-/g, "−")',
        ),
        (NODE.format("numbers"), "if (row[middle] < value)", "if (row[middle] <= value)"),
        (
            NODE.format("numbers"),
            "value - row[i - 1] < row[i] - value",
            "value - row[i - 1] > row[i] - value",
        ),
        (NODE.format("numbers"), "Math.min(firstAt(row, value), row.length - 1)", "firstAt(row, value)"),
        (
            NODE.format("numbers"),
            "const leads of [[1], [1, 3], [1, 2, 5]]",
            "const leads of [[1], [1, 4], [1, 2, 5]]",
        ),
        (NODE.format("numbers"), "Math.ceil(low / step - 1e-9)", "Math.floor(low / step - 1e-9)"),
    ],
    "browser/src/slider.js": [
        (
            NODE.format("slider"),
            "nearest(stops, along(slider, value))",
            "nearest(stops, Number(value))",
        ),
        (NODE.format("slider"), "if (one === place) return place;", ""),
        (NODE.format("slider"), "Math.abs(one - place) < least", "Math.abs(one - place) <= least"),
        (NODE.format("slider"), "Math.min(NEAR * stops,", "Math.min(stops,"),
        (NODE.format("slider"), "seen ? seen[slider.id] :", ""),
        (NODE.format("slider"), "<= control.within", "<= 2 * control.within"),
        (
            NODE.format("slider"),
            "return log ? Math.log10(Number(value))",
            "return log ? Math.log(Number(value))",
        ),
        (NODE.format("slider"), "JSON.stringify(present) === JSON.stringify(seen)", "present == seen"),
    ],
    "browser/src/keys.js": [
        (NODE.format("keys"), "return { point: here - step };", "return { point: here + step };"),
        (NODE.format("keys"), "(shiftKey ? STRIDE : 1)", "(shiftKey ? 1 : STRIDE)"),
        (NODE.format("keys"), "at ?? (low + high) / 2", "at || (low + high) / 2"),
        (NODE.format("keys"), 'zoomed ? "back" : "leave"', 'zoomed ? "leave" : "back"'),
        (NODE.format("keys"), "here + (high - low) / 4]", "here + (high - low) / 2]"),
        (NODE.format("keys"), 'case "-":\n      return { do: "back" };', 'case "-":\n      return null;'),
    ],
    "browser/src/frame.js": [
        ("test_browser_code.py", "let at = 4 + size;", "let at = size;"),
        ("test_browser_code.py", "at += 4 * length;", "at += length;"),
        ("test_browser_code.py", "getUint32(0, true)", "getUint32(0, false)"),
        (NODE.format("frame"), "array[array.length - 1], least, most]", "least, most]"),
        (
            NODE.format("frame"),
            "view.buffer, view.byteOffset, view.byteLength",
            "view.buffer, 0, view.byteLength",
        ),
    ],
    "browser/src/look.js": [
        (NODE.format("look"), "0.62 - light", "light - 0.62"),
        (NODE.format("look"), "[1, 3, 5].map", "[5, 3, 1].map"),
    ],
    "browser/src/paint.js": [
        (NODE.format("paint"), "[top + height, -height]", "[top, height]"),
        (NODE.format("paint"), "const of = log ? Math.log10 : Number;", "const of = Number;"),
        (NODE.format("paint"), "start + (of(value) - zero) * pixels", "start + of(value) * pixels"),
    ],
}
