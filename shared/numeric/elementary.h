// Elementary functions with the same bits on every target: a platform's own differ in the last one.
#pragma once

namespace shohin {

// The natural logarithm of a positive finite number, within 1 unit in the last place (method and constants of
// fdlibm's e_log.c, Sun Microsystems 1993). 0 gives -infinity; negative numbers and NaN give NaN; infinity
// itself.
double natural_log(double x);

// e to the power x, within 1 unit in the last place (method and constants of fdlibm's e_exp.c). Infinity
// above 709.78, 0 below -745.13; NaN for NaN.
double exponential(double x);

}  // namespace shohin
