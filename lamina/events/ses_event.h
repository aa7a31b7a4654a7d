#pragma once

#include "lamina/events/event_view.h"

namespace lamina {

// One received mail, without its body: that is where another action of the rule put it.
class ses_record : public event_view {
 public:
  using event_view::event_view;

  std::string_view message_id() const noexcept { return text("ses", "mail", "messageId"); }
  std::string_view timestamp() const noexcept { return text("ses", "mail", "timestamp"); }  // ISO 8601
  std::string_view source() const noexcept { return text("ses", "mail", "source"); }        // the envelope's sender
  std::vector<std::string_view> destination() const { return texts("ses", "mail", "destination"); }
  std::vector<std::string_view> from() const { return texts("ses", "mail", "commonHeaders", "from"); }
  std::vector<std::string_view> to() const { return texts("ses", "mail", "commonHeaders", "to"); }
  std::string_view subject() const noexcept { return text("ses", "mail", "commonHeaders", "subject"); }
  // The first header of that name, in any case.
  std::string_view header(std::string_view name) const noexcept;

  // For whom the rule matched.
  std::vector<std::string_view> recipients() const { return texts("ses", "receipt", "recipients"); }
  // PASS, FAIL, GRAY or PROCESSING_FAILED.
  std::string_view spam_verdict() const noexcept { return text("ses", "receipt", "spamVerdict", "status"); }
  std::string_view virus_verdict() const noexcept { return text("ses", "receipt", "virusVerdict", "status"); }
  std::string_view spf_verdict() const noexcept { return text("ses", "receipt", "spfVerdict", "status"); }
  std::string_view dkim_verdict() const noexcept { return text("ses", "receipt", "dkimVerdict", "status"); }
  std::string_view dmarc_verdict() const noexcept { return text("ses", "receipt", "dmarcVerdict", "status"); }
};

// A mail that a receipt rule of SES hands on. An action that waits (RequestResponse) is answered with
// {"disposition": "CONTINUE"}, "STOP_RULE" or "STOP_RULE_SET".
class ses_event : public event_view {
 public:
  using event_view::event_view;
  static ses_event from_event(const json::value& event) noexcept { return ses_event(event); }

  views<ses_record> records() const noexcept { return views<ses_record>(member("Records")); }
};

}  // namespace lamina
