import { describe, expect, test } from 'vitest'
import { withoutLayout } from '../../server/http/render.ts'

/** Templates are laid out for those who read them; the page has no white space of that. */
describe('the layout of a template', () => {
  test.each([
    [
      'between tags is no part of the page',
      '<ul>\n  <li>\n    <b>A</b>\n  </li>\n</ul>\n',
      '<ul><li><b>A</b></li></ul>',
    ],
    ['is one space between words', '<p>\n  one\n  two\n</p>', '<p> one two </p>'],
    ['is one space between attributes', '<input\n  id="a"\n  name="b"\n>', '<input id="a" name="b">'],
    [
      'around code adds nothing but the space before an attribute',
      '<input\n  id="a"\n  <% if (page.on) { %>\n    checked\n  <% } %>\n>',
      '<input id="a"<% if (page.on) { %> checked<% } %>>',
    ],
    ['is no part of what a value is drawn into', '<b>\n  <%= page.name %>\n</b>', '<b><%= page.name %></b>'],
  ])('%s', (_title, template, page) => expect(withoutLayout(template)).toBe(page))

  test.each([
    ['a space on one line', '<b>A</b> <i>B</i>'],
    ['text that is preformatted', '<pre>\n  <b>A</b>\n</pre>'],
    ['text that is typed, and the line break that browsers drop', '<textarea id="a">\n<%= page.text %></textarea>'],
    ['code on several lines', `<%- include('/a', {\n  page: 1,\n}) %>`],
  ])('leaves %s as it is', (_title, template) => expect(withoutLayout(template)).toBe(template))
})
