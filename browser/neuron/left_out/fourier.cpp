// In place of NEURON's own file, whose transform is under the GPL: who asks for a spectrum is told.
#include "fourier.h"
#include "oc_ansi.h"

[[noreturn]] static void left_out() {
    hoc_execerror("NEURON in a page has no Fourier transform", nullptr);
}

void nrn_convlv(double*, unsigned long, double*, unsigned long, int, double*) {
    left_out();
}
void nrn_correl(double*, double*, unsigned long, double*) {
    left_out();
}
void nrn_spctrm(double*, double*, int, int) {
    left_out();
}
void nrngsl_realft(double*, unsigned long, int) {
    left_out();
}
void nrn_gsl2nrc(double*, double*, unsigned long) {
    left_out();
}
void nrn_nrc2gsl(double*, double*, unsigned long) {
    left_out();
}
