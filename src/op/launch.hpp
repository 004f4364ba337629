// The one way of every operation: checks, output specs, memory, program (from the cache or built), command queue. An
// operation is a struct with
//     static constexpr const char* name;         qualified Python name
//     static constexpr const char* doc;          one or two sentences with shapes and units
//     static constexpr auto fields();             see field.hpp
//     void validate() const;                      raises on bad arguments, before anything changes
//     TensorSpec output() const;                  or std::vector<TensorSpec> for several outputs
//     Program program() const;                    device programs, their static buffers, and the host function
// or, when it is made of other operations,
//     R compose() const;                          validates and calls them; R is what Python gets
// Optional: `Tensor destination() const` of an operation in place names the tensor that receives the result,
// `std::vector<Tensor> destinations() const` those that receive several; `returns_tuple` (true) makes Python's result
// of several outputs a tuple instead of a list. `std::vector<int64_t> call_arguments() const` with `static constexpr
// bool per_call(std::string_view field)`: values of fields that stay out of the key and reach the host function as
// Operands::arguments, so that one program serves all.
// `void extend_key(Hasher&) const` adds what a program depends on beyond fields and specs (asked after validate).
#pragma once
#include <concepts>

#include "base/error.hpp"
#include "op/event.hpp"
#include "op/field.hpp"

namespace ttnn {

/// A call with the operation's type erased, so that the pipeline is compiled once.
struct LaunchRequest {
    const char* name;
    const void* operation;
    Tensors inputs;
    Tensors destinations;                          ///< preallocated outputs, empty when launch allocates them
    Hasher key;                                    ///< of the operation and its fields; launch adds the tensors
    InlineVector<int64_t, 4> call_arguments = {};  ///< values that are not in the key
    bool check_always = false;                     ///< what validate looks at is not all in the key
    bool host_inputs = false;                      ///< the operation takes host tensors too
    void (*extend_key)(const void*, Hasher&) = nullptr;
    void (*validate)(const void*);
    std::vector<TensorSpec> (*output)(const void*);
    Program (*program)(const void*);
    void (*write_arguments)(const void*, OperationEvent::Arguments&);
};

/// What has passed the checks once, with the same fields, specs and destinations, is not checked again: its program and
/// output specs come from the device's program cache.
Tensors launch(LaunchRequest& request);

/// The command queue that operations of this thread go to; see `with ttnn.command_queue(1)`.
int current_queue();
void set_current_queue(int queue);

/// Emits operation_begin; finish emits operation_end with the outputs, and so does the end of an operation that failed,
/// without outputs.
class ObservedOperation {
 public:
    ObservedOperation(const char* name, std::span<const Tensor> inputs, const void* operation,
                      void (*write_arguments)(const void*, OperationEvent::Arguments&));
    ~ObservedOperation();
    void finish(std::span<const Tensor> outputs);

 private:
    OperationEvent event_;
    bool finished_ = false;
};

namespace detail {

template <class Op>
Tensors inputs_of(const Op& op) {
    Tensors out;
    for_each_field<Op>([&](const auto& f) {
        if constexpr (std::remove_cvref_t<decltype(f)>::kind != FieldKind::Out) collect(op.*f.member, out);
    });
    return out;
}

template <class Op>
void write_arguments(const void* p, OperationEvent::Arguments& out) {
    const Op& op = *static_cast<const Op*>(p);
    for_each_field<Op>([&](const auto& f) { out.emplace_back(f.name, to_text(op.*f.member)); });
}

void check_accepted(const char* operation, const char* field, const Tensor& tensor, DtypeSet dtypes, LayoutSet layout);

template <class Op>
void validate(const void* p) {
    const Op& op = *static_cast<const Op*>(p);
    op.validate();
    for_each_field<Op>([&](const auto& f) {
        Tensors tensors;
        if (f.dtypes != kAnyDtype || f.layout != kAnyLayout) collect(op.*f.member, tensors);
        for (const auto& t : tensors) check_accepted(Op::name, f.name, t, f.dtypes, f.layout);
    });
}

template <class Op>
void extend_key(const void* p, Hasher& key) {
    static_cast<const Op*>(p)->extend_key(key);
}

template <class Op>
std::vector<TensorSpec> output(const void* p) {
    const Op& op = *static_cast<const Op*>(p);
    if constexpr (std::same_as<decltype(op.output()), TensorSpec>) return {op.output()};
    else return op.output();
}

template <class Op>
Program program(const void* p) {
    return static_cast<const Op*>(p)->program();
}

inline void append_destinations(Tensors& to, const std::optional<Tensor>& one) {
    if (one) to.push_back(*one);
}
inline void append_destinations(Tensors& to, const OutputTensors& several) {
    if (!several) return;
    for (const auto& t : *several) to.push_back(t.value_or(Tensor{}));
}

template <class Op>
LaunchRequest request_for(const Op& op) {
    LaunchRequest r{.name = Op::name,
                    .operation = &op,
                    .inputs = inputs_of(op),
                    .destinations = {},
                    .key = {},
                    .validate = validate<Op>,
                    .output = output<Op>,
                    .program = program<Op>,
                    .write_arguments = write_arguments<Op>};
    r.key.word(hash_of_text(Op::name));
    for_each_field<Op>([&](const auto& f) {
        if constexpr (std::remove_cvref_t<decltype(f)>::kind == FieldKind::Out) {
            append_destinations(r.destinations, op.*f.member);
        } else {
            if constexpr (requires { Op::per_call(f.name); }) {
                if (Op::per_call(f.name)) return;
            }
            add_to_key(r.key, op.*f.member);
        }
    });
    if constexpr (requires { op.call_arguments(); }) {
        r.call_arguments = op.call_arguments();
        r.check_always = true;
    }
    if constexpr (requires { op.destination(); }) {
        if (Tensor d = op.destination()) r.destinations = {d};
    }
    if constexpr (requires { op.destinations(); }) r.destinations = op.destinations();
    if constexpr (requires { Op::host_inputs; }) r.host_inputs = Op::host_inputs;
    if constexpr (requires(Hasher & h) { op.extend_key(h); }) r.extend_key = extend_key<Op>;
    return r;
}

template <class R>
Tensors tensors_of(const R& result) {
    Tensors out;
    if constexpr (requires { std::tuple_size<R>::value; })
        std::apply([&](const auto&... x) { (collect(x, out), ...); }, result);
    else collect(result, out);
    return out;
}

template <class Op>
auto call_composite(const Op& op) {
    const auto inputs = inputs_of(op);
    ObservedOperation observed(Op::name, inputs, &op, write_arguments<Op>);
    auto result = op.compose();
    const auto outputs = tensors_of(result);
    observed.finish(outputs);
    return result;
}

}  // namespace detail

/// Runs an operation: call(Softmax{.input_tensor = x, .dim = -1}). Returns a Tensor, or std::vector<Tensor> when
/// output() gives several.
template <class Op>
auto call(const Op& op) {
    if constexpr (requires { op.compose(); }) {
        return detail::call_composite(op);
    } else {
        auto request = detail::request_for(op);
        auto outputs = launch(request);
        if constexpr (std::same_as<decltype(op.output()), TensorSpec>) return std::move(outputs[0]);
        else return std::vector<Tensor>(std::move(outputs));
    }
}

}  // namespace ttnn
