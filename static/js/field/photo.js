/* A photograph on the phone: hash, time and place of the original first, then a smaller picture without them. */
(function () {
  "use strict";

  const LONGEST = 1600;
  const QUALITY = 0.85;

  async function sha256(buffer) {
    const digest = await crypto.subtle.digest("SHA-256", buffer);
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // ---- EXIF: of all it can say only time and place are read (CIPA DC-008) -----------------------

  const TAGS = { exif: 0x8769, gps: 0x8825, taken: 0x9003, offset: 0x9011 };

  function exifOf(buffer) {
    const view = new DataView(buffer);
    if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return {};
    let at = 2;
    while (at + 4 <= view.byteLength) {
      const marker = view.getUint16(at);
      const length = view.getUint16(at + 2);
      if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) {
        try {
          return tiff(new DataView(buffer, at + 10, length - 8));
        } catch (error) {
          if (error instanceof RangeError) return {}; // a cut or crooked block says nothing
          throw error;
        }
      }
      if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return {};
      at += 2 + length;
    }
    return {};
  }

  function tiff(view) {
    const little = view.getUint16(0) === 0x4949;
    const first = directory(view, view.getUint32(4, little), little);
    const exif = first[TAGS.exif] ? directory(view, first[TAGS.exif].number, little) : {};
    const gps = first[TAGS.gps] ? directory(view, first[TAGS.gps].number, little) : {};
    return { taken_at: moment(exif), ...place(gps) };
  }

  function directory(view, start, little) {
    const found = {};
    const count = Math.min(view.getUint16(start, little), 200);
    for (let number = 0; number < count; number += 1) {
      const at = start + 2 + number * 12;
      const kind = view.getUint16(at + 2, little);
      const many = view.getUint32(at + 4, little);
      const far = kind === 5 || many > 4;
      const from = far ? view.getUint32(at + 8, little) : at + 8;
      found[view.getUint16(at, little)] = {
        number: view.getUint32(at + 8, little),
        text: kind === 2 ? letters(view, from, Math.min(many, 64)) : "",
        parts: kind === 5 && many <= 3 ? fractions(view, from, many, little) : [],
      };
    }
    return found;
  }

  function letters(view, from, many) {
    let text = "";
    for (let at = from; at < from + many && view.getUint8(at); at += 1) text += String.fromCharCode(view.getUint8(at));
    return text;
  }

  function fractions(view, from, many, little) {
    return Array.from({ length: many }, (_, number) => (
      view.getUint32(from + number * 8, little) / view.getUint32(from + number * 8 + 4, little)
    ));
  }

  function moment(exif) {
    const found = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(exif[TAGS.taken]?.text || "");
    const offset = /^[+-]\d\d:\d\d$/.exec(exif[TAGS.offset]?.text || "");
    return found ? `${found[1]}-${found[2]}-${found[3]}T${found[4]}${offset ? offset[0] : ""}` : "";
  }

  function place(gps) {
    const latitude = degrees(gps[2], gps[1], "S");
    const longitude = degrees(gps[4], gps[3], "W");
    return latitude && longitude ? { latitude, longitude } : {};
  }

  function degrees(angle, reference, negative) {
    if (!angle || angle.parts.length !== 3) return "";
    const value = angle.parts[0] + angle.parts[1] / 60 + angle.parts[2] / 3600;
    if (!Number.isFinite(value) || value > 180) return "";
    return (reference?.text === negative ? -value : value).toFixed(6);
  }

  // ---- the smaller picture ------------------------------------------------------------------------

  async function shrink(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return jpeg(canvas);
  }

  function jpeg(canvas) {
    return new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", QUALITY);
    });
  }

  // Rejects when the file is no picture that can be opened.
  async function take(file) {
    const original = await file.arrayBuffer();
    const blob = await shrink(file);
    const facts = { name: file.name, original_sha256: await sha256(original), ...exifOf(original) };
    return { ...facts, blob, sha256: await sha256(await blob.arrayBuffer()) };
  }

  window.field.photo = { take, jpeg, sha256, exifOf };
})();
