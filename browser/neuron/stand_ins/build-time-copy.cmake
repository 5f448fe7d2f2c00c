function(cpp_cc_build_time_copy)
  cmake_parse_arguments(copy "NO_TARGET" "INPUT;OUTPUT;TARGET" "" ${ARGN})
  add_custom_command(
    OUTPUT ${copy_OUTPUT}
    DEPENDS ${copy_INPUT}
    COMMAND ${CMAKE_COMMAND} -E copy ${copy_INPUT} ${copy_OUTPUT})
  if(copy_TARGET)
    add_custom_target(${copy_TARGET} DEPENDS ${copy_OUTPUT})
  endif()
endfunction()
