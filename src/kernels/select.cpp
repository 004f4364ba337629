// Chooses the kernels. Compiled once, without instruction-set flags.
#include <cstdlib>
#include <cstring>

#include "base/cpu.hpp"
#include "base/error.hpp"
#include "kernels/table.hpp"

namespace ttnn::kernels {

#if defined(__x86_64__)
#define ISAS(X) X(portable) X(avx2) X(avx512) X(avx512_bf16) X(amx)
#else
#define ISAS(X) X(portable)
#endif
#define DECLARE(isa)         \
    namespace isa {          \
    void fill(Table& table); \
    }
ISAS(DECLARE)
#undef DECLARE

namespace {

bool supported(const char* isa) {
    const auto& f = cpu_features();
    const std::string name = isa;
    return name == "portable" || (name == "avx2" && f.avx2_fma) || (name == "avx512" && f.avx512) ||
           (name == "avx512_bf16" && f.avx512_bf16) || (name == "amx" && f.amx);
}

Table make(const char* isa) {
    Table t{};
    t.isa = isa;
#define FILL(name) \
    if (!std::strcmp(isa, #name)) name::fill(t);
    ISAS(FILL)
#undef FILL
    // Intel runs vdpbf16ps at half the rate of float fma, AMD at twice; gathers are quick on Intel alone.
    if (cpu_features().amd) return t;
    if (t.blocks.bfloat16 == Bfloat16Way::Pairs) t.blocks.bfloat16 = Bfloat16Way::Widened;
    t.blocks.half_tiles_bfp8 = t.blocks.tiles_bfp8;
    t.blocks.half_tiles_bfp4 = t.blocks.tiles_bfp4;
    if (t.half_maps.look_up_gathered) t.half_maps.look_up = t.half_maps.look_up_gathered;
    return t;
}

constexpr const char* kIsas[] = {
#define NAME(isa) #isa,
    ISAS(NAME)
#undef NAME
};

const char* choose() {
    const char* forced = std::getenv("TESSERA_ISA");
    std::string known;
    const char* best = "portable";
    for (const char* isa : kIsas) {
        if (!supported(isa)) continue;
        if (forced && !std::strcmp(isa, forced)) return isa;
        known += str(known.empty() ? "" : ", ", isa);
        best = isa;
    }
    require(!forced || !*forced, "TESSERA_ISA: '", forced ? forced : "",
            "' is not an instruction set of this processor; choose one of ", known);
    return best;
}

}  // namespace

const Table& table() {
    static const Table chosen = make(choose());
    return chosen;
}

const Table* table_for(const char* isa) {
    for (const char* known : kIsas)
        if (!std::strcmp(known, isa) && supported(isa))
            return new Table(make(known));  // a handful in the life of a test
    return nullptr;
}

}  // namespace ttnn::kernels
