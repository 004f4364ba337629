// The instruction sets that kernel sources are compiled for, one namespace each. KERNEL_ISA is set by the build.
#pragma once
#ifndef KERNEL_ISA
#define KERNEL_ISA portable
#endif
