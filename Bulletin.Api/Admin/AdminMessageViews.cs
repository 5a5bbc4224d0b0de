using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Contract;
using Bulletin.Grains.Administration;

namespace Bulletin.Api.Admin;

/// <summary>A message, and where it is.</summary>
public sealed record AdminMessageView(MessageView Message, AdminTopicRefView Topic)
{
    public static AdminMessageView Of(ListedMessage listed) => new(MessageView.Of(listed.Message), AdminTopicRefView.Of(listed.Topic));
}

/// <summary>Messages, newest first. A page may hold fewer than were asked for, even none, and still have a next one.</summary>
/// <param name="Next">The cursor of the next page. Null on the last one.</param>
public sealed record AdminMessagePageView(IReadOnlyList<AdminMessageView> Items, string? Next);

/// <param name="Author">The username of who has posted the messages, or their id.</param>
/// <param name="Since">The time from which on their messages are deleted (RFC 3339).</param>
/// <param name="Cursor">The <c>next</c> of the call before.</param>
public sealed record DeleteMessagesRequest([property: Required] string? Author = null, [property: Required, Format(FormatAttribute.DateTime)] string? Since = null, string? Cursor = null);

/// <param name="Deleted">How many messages this call has deleted.</param>
/// <param name="More">Whether there may be more to delete. Repeat the call, with <c>next</c> as its cursor.</param>
/// <param name="Next">Where the next call goes on. Null on the last one.</param>
public sealed record DeletedView(int Deleted, bool More, string? Next);
