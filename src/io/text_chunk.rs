//! Column chunks of texts that hardly repeat: tokens and ids.
//!
//! The general writer of the `parquet` crate looks at every value: whether it is in a dictionary, which is the smallest, how long the page
//! has become. Nothing of that is wanted of tokens, which come as one long text anyway, and which are most of what is written. So their pages
//! are put together here: the text is copied as a whole. Pages are DELTA_LENGTH_BYTE_ARRAY in data pages of version 1, compressed with zstd, as
//! the general writer makes them; the crate writes their headers and splices them into the file.

use super::{UNIT_ROWS, delta};
use arrow::array::BooleanBufferBuilder;
use arrow::array::{Array as _, StringArray};
use arrow::buffer::BooleanBuffer;
use bytes::Bytes;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::column::page::{CompressedPage, Page, PageWriter as _};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::page_index::offset_index::{OffsetIndexMetaData, PageLocation};
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

/// Higher levels take much longer and save little of what random text leaves to be saved.
pub(super) const ZSTD_LEVEL: i32 = 1;

/// Bytes of text from which a page is full.
const PAGE_BYTES: usize = 1 << 20;

/// Encodes one column of one row group.
pub(super) struct TextChunk {
    column: ColumnDescPtr,
    sink: TrackedWrite<Vec<u8>>,
    room: Room,
    rows: u64,
    /// Before compression, with headers.
    uncompressed: i64,
    pages: Vec<PageLocation>,
}

/// A page in the making. It is a megabyte and more, and memory that comes fresh from the system has to be cleared first: so its room is handed
/// from chunk to chunk.
pub(super) struct Room {
    there: BooleanBufferBuilder,
    nulls: usize,
    lengths: Vec<u32>,
    text: Vec<u8>,
}

impl Default for Room {
    fn default() -> Self {
        Self { there: BooleanBufferBuilder::new(0), nulls: 0, lengths: Vec::new(), text: Vec::new() }
    }
}

/// What compresses pages, one at a time; for all chunks of a row group, and for the row groups that follow.
pub(super) struct Press {
    zstd: zstd::bulk::Compressor<'static>,
    body: Vec<u8>,
    compressed: Vec<u8>,
}

impl Press {
    /// # Errors
    /// When zstd has no memory.
    pub(super) fn new() -> Result<Self> {
        let zstd = zstd::bulk::Compressor::new(ZSTD_LEVEL).map_err(external)?;
        Ok(Self { zstd, body: Vec::new(), compressed: Vec::new() })
    }
}

impl TextChunk {
    /// Begins a chunk of a column that may be NULL and is not nested, in used room if there is some.
    pub(super) fn new(column: ColumnDescPtr, room: Option<Room>) -> Self {
        let room = room.unwrap_or_default();
        Self { column, sink: TrackedWrite::new(Vec::new()), room, rows: 0, uncompressed: 0, pages: Vec::new() }
    }

    /// Appends values.
    pub(super) fn write(&mut self, values: &StringArray, press: &mut Press) -> Result<()> {
        let page = &mut self.room;
        match values.nulls() {
            Some(nulls) => page.there.append_buffer(nulls.inner()),
            None => page.there.append_n(values.len(), true),
        }
        page.nulls += values.null_count();
        let offsets = values.value_offsets();
        let (Some(&first), Some(&last)) = (offsets.first(), offsets.last()) else { return Ok(()) };
        let before = page.lengths.len();
        let lengths = offsets.windows(2).map(|pair| (pair[1] - pair[0]).unsigned_abs());
        match values.nulls() {
            Some(nulls) => {
                page.lengths.extend(lengths.zip(nulls).filter_map(|(length, there)| there.then_some(length)));
            }
            None => page.lengths.extend(lengths),
        }
        // The text is taken as a whole, so no NULL may have any: with bytes of nobody in it, every later value would be another one.
        if page.lengths[before..].iter().sum::<u32>() != (last - first).unsigned_abs() {
            return Err(ParquetError::General(String::new()));
        }
        page.text.extend_from_slice(&values.value_data()[first as usize..last as usize]);
        if page.text.len() >= PAGE_BYTES { self.end_page(press) } else { Ok(()) }
    }

    fn end_page(&mut self, press: &mut Press) -> Result<()> {
        let Room { there, nulls, lengths, text } = &mut self.room;
        let Press { zstd, body, compressed } = press;
        let rows = there.len();
        body.clear();
        levels(&there.finish(), std::mem::take(nulls), body);
        delta::pack(lengths, body);
        body.extend_from_slice(text);
        lengths.clear();
        text.clear();
        let mut buffer = std::mem::take(compressed);
        buffer.clear();
        buffer.reserve(zstd::zstd_safe::compress_bound(body.len()));
        zstd.compress_to_buffer(body, &mut buffer).map_err(external)?;
        if self.pages.is_empty() {
            // Pages of a chunk are alike, and this many rows are to come at most.
            self.sink.inner_mut().reserve(buffer.len() * (UNIT_ROWS.div_ceil(rows.max(1)) + 1));
        }
        let buffer = Bytes::from(buffer);
        let page = Page::DataPage {
            buf: buffer.clone(),
            num_values: u32::try_from(rows).map_err(|_| too_large())?,
            encoding: Encoding::DELTA_LENGTH_BYTE_ARRAY,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let written = SerializedPageWriter::new(&mut self.sink).write_page(CompressedPage::new(page, body.len()))?;
        // The page is gone, so this is the buffer again.
        *compressed = buffer.into();
        self.uncompressed +=
            (written.uncompressed_size + written.bytes_written as usize - written.compressed_size) as i64;
        self.pages.push(PageLocation {
            offset: written.offset.cast_signed(),
            compressed_page_size: i32::try_from(written.bytes_written).map_err(|_| too_large())?,
            first_row_index: self.rows.cast_signed(),
        });
        self.rows += rows as u64;
        Ok(())
    }

    /// Ends the chunk: its bytes, and what the file must know of them.
    pub(super) fn close(mut self, press: &mut Press) -> Result<(Bytes, ColumnCloseResult, Room)> {
        if !self.room.there.is_empty() {
            self.end_page(press)?;
        }
        let bytes = self.sink.into_inner()?;
        let metadata = ColumnChunkMetaData::builder(self.column)
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL)?))
            .set_encodings(vec![Encoding::RLE, Encoding::DELTA_LENGTH_BYTE_ARRAY])
            .set_total_compressed_size(bytes.len() as i64)
            .set_total_uncompressed_size(self.uncompressed)
            .set_num_values(self.rows.cast_signed())
            .set_data_page_offset(0)
            .build()?;
        let close = ColumnCloseResult {
            bytes_written: bytes.len() as u64,
            rows_written: self.rows,
            metadata,
            bloom_filter: None,
            column_index: None,
            offset_index: Some(OffsetIndexMetaData {
                page_locations: self.pages,
                unencoded_byte_array_data_bytes: None,
            }),
        };
        Ok((bytes.into(), close, self.room))
    }
}

/// More than a page can hold: a unit is far below it.
fn too_large() -> ParquetError {
    ParquetError::General(String::new())
}

fn external(error: std::io::Error) -> ParquetError {
    ParquetError::External(error.into())
}

/// Appends the definition levels of a column that may be NULL, in the hybrid encoding of the Parquet format's Encodings.md: one run if all
/// values are there, else the bits, which is how arrow has them too.
fn levels(there: &BooleanBuffer, nulls: usize, out: &mut Vec<u8>) {
    let mut runs = Vec::new();
    if nulls == 0 {
        delta::varint((there.len() as u64) << 1, &mut runs);
        runs.push(1);
    } else {
        let bytes = there.len().div_ceil(8);
        delta::varint((bytes as u64) << 1 | 1, &mut runs);
        runs.extend_from_slice(&there.values()[..bytes]);
    }
    // A page is far below 4 GiB.
    out.extend_from_slice(&(runs.len() as u32).to_le_bytes());
    out.extend_from_slice(&runs);
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{ArrayRef, AsArray, RecordBatch};
    use arrow::buffer::OffsetBuffer;
    use arrow::datatypes::{DataType, Field, Schema};
    use parquet::arrow::ArrowSchemaConverter;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use std::sync::Arc;

    /// What the crate's reader makes of a file whose only column we wrote.
    fn round_trip(batches: &[StringArray], room: Option<Room>) -> (Vec<Option<String>>, Option<Room>) {
        let schema = Schema::new(vec![Field::new("token", DataType::Utf8, true)]);
        let descriptor = ArrowSchemaConverter::new().schema_root("schema").convert(&schema).expect("a schema");
        let properties = Arc::new(WriterProperties::default());
        let mut file =
            SerializedFileWriter::new(Vec::new(), descriptor.root_schema_ptr(), properties).expect("a writer");
        let mut chunk = TextChunk::new(descriptor.column(0), room);
        let mut press = Press::new().expect("memory");
        batches.iter().for_each(|batch| chunk.write(batch, &mut press).expect("a page"));
        let (bytes, close, room) = chunk.close(&mut press).expect("an end");
        let mut group = file.next_row_group().expect("a row group");
        group.append_column(&bytes, close).expect("a column");
        group.close().expect("an end");
        let bytes = Bytes::from(file.into_inner().expect("a file"));
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes).expect("a footer").build().expect("a reader");
        let column = |batch: RecordBatch| -> ArrayRef { Arc::clone(batch.column(0)) };
        let arrays: Vec<ArrayRef> = reader.map(|batch| column(batch.expect("a batch"))).collect();
        let values = arrays.iter().flat_map(AsArray::as_string::<i32>).map(|value| value.map(str::to_owned));
        (values.collect(), Some(room))
    }

    #[test]
    fn what_is_written_is_read() {
        let mut state = 9_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut room = None;
        // Rows, NULLs in a thousand, longest text.
        for (rows, nulls, longest) in [
            (1, 0, 1),
            (1, 1000, 1),
            (8, 500, 3),
            (129, 0, 200),
            (5_000, 3, 29),
            (200_000, 100, 29),
            (60_000, 0, 90_000),
        ] {
            let rows = if longest > 1000 { 60 } else { rows };
            let values: Vec<Option<String>> = (0..rows)
                .map(|row| (random(1000) >= nulls).then(|| format!("{row:x}").repeat(random(longest) as usize)))
                .collect();
            let batches: Vec<StringArray> =
                values.chunks(16_384).map(|batch| batch.iter().cloned().collect()).collect();
            let (read, used) = round_trip(&batches, room);
            assert!(read == values, "{rows} rows");
            // What one column leaves behind must not show in the next.
            room = used;
        }
    }

    #[test]
    fn bytes_under_a_null_are_refused() {
        let schema = Schema::new(vec![Field::new("token", DataType::Utf8, true)]);
        let descriptor = ArrowSchemaConverter::new().schema_root("schema").convert(&schema).expect("a schema");
        let hidden = StringArray::new(
            OffsetBuffer::from_lengths([1, 6, 1]),
            b"ahiddenb".to_vec().into(),
            Some(vec![true, false, true].into()),
        );
        let mut press = Press::new().expect("memory");
        assert!(TextChunk::new(descriptor.column(0), None).write(&hidden, &mut press).is_err());
    }

    #[test]
    fn tokens_of_one_width_take_hardly_more_than_their_text() {
        let tokens: StringArray = (0..10_000).map(|at| Some(format!("em_{at:026}"))).collect();
        let mut body = Vec::new();
        delta::pack(&vec![29; tokens.len()], &mut body);
        assert!(body.len() < 500, "{}", body.len());
        assert_eq!(round_trip(&[tokens], None).0.len(), 10_000);
    }
}
