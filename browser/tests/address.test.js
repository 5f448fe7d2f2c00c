// What a teacher types is the address of the room, whatever was left out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { read, withoutEnd } from "../src/address.js";

const HERE = "http://localhost:8000/";

for (const [typed, meant] of [
  ["192.168.1.20", "http://192.168.1.20:8000/"],
  [" 192.168.1.20 ", "http://192.168.1.20:8000/"],
  ["192.168.1.20:8080", "http://192.168.1.20:8080/"],
  ["192.168.1.20:8080/course/", "http://192.168.1.20:8080/course/"],
  ["http://lecture.example.org", "http://lecture.example.org/"],
  ["https://lecture.example.org/hh/index.html#top", "https://lecture.example.org/hh/"],
  ["HTTP://Lecture.example.org", "http://lecture.example.org/"],
  ["[fe80::1]", "http://[fe80::1]:8000/"],
  ["laptop.local", "http://laptop.local:8000/"],
]) {
  test(`${typed} is ${meant}`, () => assert.equal(read(typed, HERE), meant));
}

for (const typed of [
  "",
  "  ",
  "two words",
  "http://",
  "javascript:alert(1)",
  "ftp://a.b",
  "javascript://a%0aalert(1)",
  "192.168.1.20:99999",
]) {
  test(`${JSON.stringify(typed)} is none`, () => assert.equal(read(typed, HERE), null));
}

test("an address that the browser shows loses its end", () => {
  assert.equal(withoutEnd("http://a.b:8000/index.html?theme=dark#x"), "http://a.b:8000/");
});
