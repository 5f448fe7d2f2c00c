// Where these lessons are open as notebooks: the address before `/lab/tree/`, for example "https://lab.example.org"
// or, of a hub, "https://hub.example.org/hub/user-redirect". Empty: no page offers it.
window.hhlabLab = '';
