"""A cell in space, turned by mouse and keys, in a real browser; and MOD text in colours."""

from browsing import command, failures, open_notebook, run_all
from playwright.sync_api import expect

SHOWN = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((sum, one, i) => (sum * 31 + one * (i % 97)) % 1000003, 7);
}"""


def test_a_cell_is_turned_by_mouse_and_keys_played_and_follows_its_slider(page, lab):
    open_notebook(page, lab, "16_your_own_project.ipynb")
    run_all(page)
    assert failures(page) == []
    explorer = page.locator(".hhlab-explorer", has=page.get_by_text("distance [µm]", exact=True)).first
    cell = explorer.locator(".hhlab-turned")
    cell.scroll_into_view_if_needed()
    assert cell.get_attribute("aria-label").startswith("A cell of 251 segments at 105 ms: highest in ")
    front = cell.evaluate(SHOWN)

    box = cell.bounding_box()
    page.mouse.move(box["x"] + 80, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 80, steps=5)
    page.mouse.up()
    turned = cell.evaluate(SHOWN)
    assert turned != front
    cell.press("0")
    assert cell.evaluate(SHOWN) == front
    cell.press("ArrowRight")
    assert cell.evaluate(SHOWN) not in (front, turned)
    cell.press("+")
    cell.press("0")
    assert cell.evaluate(SHOWN) == front

    when = explorer.locator(".hhlab-when")
    before = when.text_content()
    play = explorer.get_by_title("Let the run pass, in four seconds")
    play.click()
    expect(play).to_have_text("Stop")
    expect(when).not_to_have_text(before)
    play.click()
    expect(play).to_have_text("Play")

    slider = explorer.locator("input[type=number]").first
    slider.fill("100")
    slider.press("Enter")
    expect(explorer.locator(".hhlab-scope > [role=status]")).not_to_contain_text("−56.68 mV")
    assert cell.evaluate(SHOWN) != front


def test_a_cell_is_seen_on_a_dark_page_and_on_a_narrow_one(page, lab):
    open_notebook(page, lab, "16_your_own_project.ipynb")
    run_all(page)
    command(page, "apputils:change-theme", theme="JupyterLab Dark")
    page.set_viewport_size({"width": 800, "height": 768})
    cell = page.locator(".hhlab-turned").first
    cell.scroll_into_view_if_needed()
    box = cell.bounding_box()
    assert box["x"] + box["width"] <= 800
    assert box["height"] >= 100
    lightest = cell.evaluate(
        """canvas => {
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            let count = 0;
            for (let i = 0; i < data.length; i += 4)
                if (data[i + 3] > 200 && Math.max(data[i], data[i + 1], data[i + 2]) > 120) count++;
            return count;
        }"""
    )
    assert lightest > 200  # pixels of the cell that stand out from black
    command(page, "apputils:change-theme", theme="JupyterLab Light")


def test_mod_text_has_colours_in_the_editor(page, lab):
    open_notebook(page, lab, "13_your_own_channel.ipynb")
    page.evaluate(
        "() => { window.jupyterapp.commands.execute('docmanager:open', { path: 'mechanisms/ka.mod' }); }"
    )
    line = page.locator(".jp-FileEditor .cm-line", has_text="NEURON")
    colour = "element => getComputedStyle(element).color"
    expect(line.locator("span").first).to_have_text("NEURON")
    plain = page.locator(".jp-FileEditor .cm-line", has_text="ek (mV)").first.evaluate(colour)
    assert line.locator("span").first.evaluate(colour) != plain
