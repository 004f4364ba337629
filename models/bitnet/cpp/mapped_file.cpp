#include "mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "file_error.hpp"

namespace bitnet {

std::shared_ptr<const MappedFile> MappedFile::open(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // a pipe is refused, not waited for
    const auto refuse = [&](const std::string& why) {
        if (file >= 0) ::close(file);
        throw FileError(path, "cannot be read (" + why + ")", "give a readable file");
    };
    if (file < 0) refuse(std::strerror(errno));
    struct stat status {};
    if (::fstat(file, &status) != 0) refuse(std::strerror(errno));
    if (!S_ISREG(status.st_mode)) refuse("it is no regular file");
    if (status.st_size == 0) refuse("it is empty");
    const auto size = static_cast<size_t>(status.st_size);
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (address == MAP_FAILED) refuse(std::strerror(errno));
    ::close(file);
    std::shared_ptr<MappedFile> result(new MappedFile(path));
    result->bytes_ = {static_cast<const std::byte*>(address), size};
    return result;
}

std::shared_ptr<const MappedFile> MappedFile::of_bytes(std::string path, std::vector<std::byte> bytes) {
    std::shared_ptr<MappedFile> result(new MappedFile(std::move(path)));
    result->owned_ = std::move(bytes);
    result->bytes_ = result->owned_;
    return result;
}

MappedFile::~MappedFile() {
    if (owned_.empty() && !bytes_.empty())
        ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());  // munmap asks for a pointer to non-const
}

}  // namespace bitnet
