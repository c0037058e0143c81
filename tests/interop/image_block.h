/* The block in which a bitmap crosses (docs/layout.md), for the C and the C++ peers. Little-endian; the file follows at 64. */
#ifndef IMAGE_BLOCK_H
#define IMAGE_BLOCK_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct image_block
{
    char magic[8];
    int32_t version;
    int32_t header_size;
    int64_t length;
    int32_t width;
    int32_t height;
    int32_t stride;
    int32_t bits;
    char zero[20];
    int32_t ready;
};

static_assert(sizeof(struct image_block) == 64, "the file follows at 64");
static_assert(offsetof(struct image_block, length) == 16, "length at 16");
static_assert(offsetof(struct image_block, bits) == 36, "bits at 36");
static_assert(offsetof(struct image_block, ready) == 60, "ready at 60");

/* A bitmap file's two headers, as far as they are looked at here. */
enum
{
    bitmap_headers = 54,
    bitmap_length_at = 2,
    bitmap_width_at = 18,
    bitmap_height_at = 22,
    bitmap_bits_at = 28
};

static inline int32_t bitmap_number(const char *bitmap, int at)
{
    int32_t number;
    memcpy(&number, bitmap + at, sizeof number);
    return number;
}

/* The block that goes before a bitmap file; it is not ready yet. */
static inline struct image_block image_block_of(const char *bitmap, size_t length)
{
    struct image_block block;
    memset(&block, 0, sizeof block);
    memcpy(block.magic, "MWBITMAP", sizeof block.magic);
    block.version = 1;
    block.header_size = sizeof block;
    block.length = (int64_t)length;
    block.width = bitmap_number(bitmap, bitmap_width_at);
    block.height = bitmap_number(bitmap, bitmap_height_at);
    block.bits = bitmap_number(bitmap, bitmap_bits_at) & 0xFFFF;
    block.stride = (block.width * block.bits + 31) / 32 * 4;
    return block;
}

/* What is wrong with a bitmap file of this length, or a null pointer. */
static inline const char *bitmap_fault(const char *bitmap, size_t length)
{
    if (length < bitmap_headers || memcmp(bitmap, "BM", 2) != 0)
    {
        return "no bitmap";
    }

    return (uint32_t)bitmap_number(bitmap, bitmap_length_at) == length ? NULL : "not a whole bitmap";
}

/* Puts the bitmap and its block into a map of sizeof(struct image_block) + length bytes; the ready word comes last. */
static inline void image_block_write(char *map, const char *bitmap, size_t length)
{
    struct image_block *target = (struct image_block *)map;
    *target = image_block_of(bitmap, length);
    memcpy(map + sizeof *target, bitmap, length);
    __atomic_store_n(&target->ready, 1, __ATOMIC_RELEASE);
}

/* Checks the block and that it says what the bitmap's own headers say; what is wrong, or a null pointer. */
static inline const char *image_block_fault(const char *map, size_t size)
{
    const struct image_block *found = (const struct image_block *)map;
    if (size < sizeof *found || __atomic_load_n(&found->ready, __ATOMIC_ACQUIRE) != 1)
    {
        return "no finished block";
    }

    const char *bitmap = map + sizeof *found;
    if (found->length < bitmap_headers || (uint64_t)found->length > size - sizeof *found)
    {
        return "the length lies outside the map";
    }

    const char *fault = bitmap_fault(bitmap, (size_t)found->length);
    if (fault != NULL)
    {
        return fault;
    }

    struct image_block right = image_block_of(bitmap, (size_t)found->length);
    right.ready = 1;
    return memcmp(found, &right, sizeof right) == 0 ? NULL : "the block does not say what the bitmap's headers say";
}

#endif
