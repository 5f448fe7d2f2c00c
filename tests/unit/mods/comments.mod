TITLE What stands in comments! is nobody's business { ( "
COMMENT ENDCOMMENT { left over
COMMENT
an ENDCOMMENT that does not begin its line does not end it
NEURON { SUFFIX no }
  ENDCOMMENT here the rest is dropped too }
NEURON { SUFFIX notes : } closes nothing
 ? and " opens nothing
 NONSPECIFIC_CURRENT i }
PARAMETER { e = -50 } : don't
COMMENT
"
ENDCOMMENT
ASSIGNED { v i }
BREAKPOINT {
    COMMENT
    i = 1e9
    ENDCOMMENT
    i = 1e-4*(v - e) : * 1e9
}
