# What NEURON asks of its submodule coding-conventions when nothing of it is to be fetched
function(cpp_cc_git_submodule name)
  if(name STREQUAL "CLI11" AND NOT TARGET CLI11::CLI11)
    add_library(CLI11 INTERFACE)
    add_library(CLI11::CLI11 ALIAS CLI11)
    target_include_directories(CLI11 INTERFACE ${PROJECT_SOURCE_DIR}/external/CLI11/include)
  endif()
endfunction()

function(cpp_cc_configure_sanitizers)
endfunction()

function(cpp_cc_strip_python_shims)
endfunction()
