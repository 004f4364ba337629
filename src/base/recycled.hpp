// Memory of small objects that every call makes and drops (tensors, buffers, commands): freed blocks wait for the next
// object of their type instead of going back to the heap, so that a program in its steady state allocates nothing. Each
// thread keeps a few at hand and exchanges the rest with the others, as objects may be freed on another thread than the
// one that made them.
#pragma once
#include <cstddef>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

namespace ttnn {

/// Blocks of one size, handed out again and again.
template <size_t Size, size_t Alignment>
class RecycledBlocks {
 public:
    static void* take() {
        Near& n = near;
        if (n.count == 0) fetch(n);
        return n.count ? n.blocks[--n.count] : ::operator new (Size, std::align_val_t{Alignment});
    }
    static void give(void* p) noexcept {
        Near& n = near;
        if (n.count == n.room) return give_slowly(n, p);
        n.blocks[n.count++] = p;
    }

 private:
    static constexpr size_t kNear = 32, kFar = 4096;  // most that a thread keeps, and that all share
    // Without constructor and destructor, so that it can be used until a thread's very end.
    struct Near {
        void* blocks[kNear];
        size_t count, room;  // room is 0 before the thread's first use and after its end
        bool ended;
    };
    struct Far {
        std::mutex mutex;
        std::vector<void*> blocks;
        Far() { blocks.reserve(kFar); }  // giving back must not throw
    };
    // Gives a thread's blocks to the others at its end.
    struct End {
        ~End() {
            near.room = 0;
            near.ended = true;
            put_down(near, near.count);
        }
    };
    static Far& far() {
        static auto* f = new Far;  // outlives every object, also those freed at exit
        return *f;
    }

    // Prepares a thread's first use.
    static void enter(Near& n) {
        static thread_local End end;
        static_cast<void>(end);
        n.room = kNear;
    }
    static void fetch(Near& n) {
        if (n.room == 0 && !n.ended) enter(n);
        Far& f = far();
        std::lock_guard lock(f.mutex);
        for (; n.count < n.room / 2 && !f.blocks.empty(); f.blocks.pop_back()) n.blocks[n.count++] = f.blocks.back();
    }
    static void give_slowly(Near& n, void* p) noexcept {
        if (n.room == 0 && !n.ended) enter(n);
        else put_down(n, n.count / 2);
        if (n.count < n.room) n.blocks[n.count++] = p;
        else ::operator delete (p, std::align_val_t{Alignment});
    }
    static void put_down(Near& n, size_t how_many) noexcept {
        Far& f = far();
        std::lock_guard lock(f.mutex);
        for (; how_many > 0; --how_many) {
            void* p = n.blocks[--n.count];
            if (f.blocks.size() < kFar) f.blocks.push_back(p);
            else ::operator delete (p, std::align_val_t{Alignment});
        }
    }

    static inline thread_local Near near;
};

/// An allocator for std::allocate_shared; see make_recycled.
template <class T>
struct Recycler {
    using value_type = T;
    Recycler() = default;
    template <class U>
    Recycler(const Recycler<U>&) {}

    T* allocate(size_t n) {
        if (n != 1) return std::allocator<T>().allocate(n);
        return static_cast<T*>(RecycledBlocks<sizeof(T), alignof(T)>::take());
    }
    void deallocate(T* p, size_t n) noexcept {
        if (n != 1) return std::allocator<T>().deallocate(p, n);
        RecycledBlocks<sizeof(T), alignof(T)>::give(p);
    }
    bool operator==(const Recycler&) const { return true; }
};

/// As std::make_shared, in recycled memory.
template <class T, class... Args>
std::shared_ptr<T> make_recycled(Args&&... args) {
    return std::allocate_shared<T>(Recycler<std::remove_const_t<T>>(), std::forward<Args>(args)...);
}

}  // namespace ttnn
