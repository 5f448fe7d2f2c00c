// What JavaScript sees of NEURON: it runs hoc text, and looks into the memory of Vectors.
#include <emscripten/emscripten.h>
#include <unistd.h>

#include <sstream>
#include <string>

#include "ivoc/ivocvect.h"
#include "nrniv/neuronapi.h"
#include "oc/hocdec.h"
#include "parse.hpp"

int hoc_oc(const char*, std::ostream&);
extern Objectdata* hoc_top_level_data;
extern Symlist* hoc_top_level_symlist;

// Mechanisms of others would be made known here
extern "C" void modl_reg() {}

static std::string said;

// The object of a top-level variable, `name` or, of an array, `name[index]`
static Object* object_of(const char* name, int index) {
    Symbol* const symbol = hoc_table_lookup(name, hoc_top_level_symlist);
    if (!symbol || symbol->type != OBJECTVAR) {
        return nullptr;
    }
    if (index < 0 || index >= hoc_total_array_data(symbol, hoc_top_level_data)) {
        return nullptr;
    }
    return hoc_top_level_data[symbol->u.oboff].pobj[index];
}

static IvocVect* vector_of(const char* name, int index) {
    Object* const object = object_of(name, index);
    return object && is_obj_type(object, "Vector") ? static_cast<IvocVect*>(object->u.this_pointer) : nullptr;
}

extern "C" {
EMSCRIPTEN_KEEPALIVE int neuron_begin() {
    static const char* arguments[] = {"nrniv", "-nogui", "-notatty", nullptr};
    return nrn_init(3, arguments);
}

// Runs hoc text; what is not 0 is a failure, told by neuron_said()
EMSCRIPTEN_KEEPALIVE int neuron_run(const char* text) {
    std::ostringstream out;
    int failed;
    try {
        failed = hoc_oc(text, out);
    } catch (const std::exception& error) {
        failed = 2;
        out << error.what();
    }
    said = out.str();
    return failed;
}

EMSCRIPTEN_KEEPALIVE const char* neuron_said() {
    return said.c_str();
}

// The length of a Vector, -1 where there is none of that name
EMSCRIPTEN_KEEPALIVE int neuron_length(const char* name, int index) {
    IvocVect* const vector = vector_of(name, index);
    return vector ? static_cast<int>(vector->size()) : -1;
}

EMSCRIPTEN_KEEPALIVE double* neuron_data(const char* name, int index) {
    IvocVect* const vector = vector_of(name, index);
    return vector && vector->size() ? vector->data() : nullptr;
}

// Where the memory in use ends
EMSCRIPTEN_KEEPALIVE void* neuron_end() {
    return sbrk(0);
}
}
