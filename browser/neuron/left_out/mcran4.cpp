// In place of NEURON's own file, which is under the GPL: who asks for this generator is told. Random123 is here.
#include "mcran4.h"

// the headers of hoc are not in sight of this library
[[noreturn]] void hoc_execerror(const char*, const char*);

[[noreturn]] static void left_out() {
    hoc_execerror("NEURON in a page has no MCellRan4, only Random123", nullptr);
}

double mcell_lowindex() {
    return 0.;
}
void mcell_ran4_init(uint32_t) {
    left_out();
}
double mcell_ran4(uint32_t*, double*, unsigned int, double) {
    left_out();
}
double mcell_ran4a(uint32_t*) {
    left_out();
}
uint32_t mcell_iran4(uint32_t*) {
    left_out();
}
double nrnRan4dbl(uint32_t*, uint32_t) {
    left_out();
}
uint32_t nrnRan4int(uint32_t*, uint32_t) {
    left_out();
}
