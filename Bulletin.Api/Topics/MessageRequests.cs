using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using MessagePack;

namespace Bulletin.Api.Topics;

/// <summary>A post, over HTTP and over the hub.</summary>
/// <param name="Text">1–4,000 characters, stored unchanged. Must not be blank.</param>
/// <param name="ClientId">A UUID that you choose. Posting it again in this topic returns the existing message, so it is safe to retry after a lost answer.</param>
/// <param name="ReplyTo">The seq of the message it replies to.</param>
/// <param name="ConfirmAll">Whether you are sure about an <c>@all</c> that mentions more than 20 people.</param>
[MessagePackFormatter(typeof(PostMessageRequestFormatter))]
public sealed record PostMessageRequest(
    [property: Required, Length(1, MessageValidation.MaxText)] string? Text = null,
    [property: Format(FormatAttribute.Uuid)] string? ClientId = null,
    [property: AtLeast(1)] long? ReplyTo = null,
    bool? ConfirmAll = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public PostMessage ToCommand(Actor actor)
    {
        var fields = new ValidationErrors();
        MessageValidation.Text(Text, fields);
        Guid clientId;
        if (ClientId is not null) fields.RequireUuid(ClientId, "clientId", out clientId);
        // Generated here if the client sent none, before any call, so that our own retries are one post.
        else clientId = Guid.CreateVersion7();
        fields.Require(ReplyTo is null or >= 1, "replyTo", "Must be at least 1.");
        fields.ThrowIfAny();
        return new(clientId, actor, Text!, ReplyTo);
    }
}

/// <param name="Text">1–4,000 characters, stored unchanged. Must not be blank.</param>
/// <param name="Revision">The revision that your edit is based on. A message that has changed since is not overwritten.</param>
/// <param name="ConfirmAll">Whether you are sure about an <c>@all</c> that the message did not have before, and that mentions more than 20 people.</param>
public sealed record EditMessageRequest(
    [property: Required, Length(1, MessageValidation.MaxText)] string? Text = null,
    long? Revision = null,
    bool? ConfirmAll = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public EditMessage ToCommand(long seq, Actor actor)
    {
        var fields = new ValidationErrors();
        MessageValidation.Text(Text, fields);
        fields.ThrowIfAny();
        return new(seq, actor, Text!, Revision);
    }
}

/// <summary>The rules for the text of a message.</summary>
public static class MessageValidation
{
    /// <summary>Characters: Unicode scalar values.</summary>
    public const int MaxText = 4000;

    public static void Text(string? text, ValidationErrors fields) =>
        _ = fields.RequireText(text, "text", 1, MaxText)
            && fields.Require(!ValidationErrors.IsBlank(text!), "text", "Must contain visible characters.");
}
