using System.Globalization;
using System.Text.Json;
using Bulletin.Api.Contract;
using Bulletin.Grains;

namespace Bulletin.Api.Http;

/// <summary>Every problem that Bulletin returns, with its stable code.</summary>
public static class Problems
{
    public static Problem ValidationFailed(IReadOnlyDictionary<string, string[]> errors) =>
        new(400, ProblemCodes.ValidationFailed, "The request is not valid.", Summary(errors)) { Errors = errors };

    public static Problem ValidationFailed(string field, string message) =>
        ValidationFailed(new Dictionary<string, string[]> { [field] = [message] });

    /// <summary>A client that asked for strict handling has sent what the call does not know.</summary>
    /// <param name="errors">The unknown names, and what may have been meant.</param>
    public static Problem UnknownField(IReadOnlyDictionary<string, string[]> errors) =>
        new(400, ProblemCodes.UnknownField, "The request has an unknown field.", "Strict handling was asked for, and this call does not know what errors names.") { Errors = errors };

    /// <summary>The request as a whole cannot be parsed, so no field is named.</summary>
    public static Problem Malformed(string detail) =>
        new(400, ProblemCodes.ValidationFailed, "The request is not valid.", detail) { Errors = new Dictionary<string, string[]>() };

    public static Problem Unauthorized() =>
        new(401, ProblemCodes.Unauthorized, "Authentication is required.", "The access token is missing, expired or invalid.");

    public static Problem InvalidCredentials() =>
        new(401, ProblemCodes.InvalidCredentials, "Sign-in failed.", "The credentials are invalid.");

    /// <param name="detail">Until when, and why.</param>
    public static Problem AccountSuspended(string? detail) =>
        new(403, ProblemCodes.AccountSuspended, "The account is suspended.", detail ?? "This account is suspended.");

    /// <param name="detail">Who may sign up.</param>
    public static Problem RegistrationClosed(string? detail) =>
        new(403, ProblemCodes.RegistrationClosed, "Registration is closed.", detail ?? "This site takes no new accounts.");

    public static Problem NotAllowed() =>
        new(403, ProblemCodes.NotAllowed, "This is not allowed.", "You don't have permission to do this.");

    public static Problem NotFound() =>
        new(404, ProblemCodes.NotFound, "Not found.", "This resource does not exist.");

    public static Problem TopicNotFound() =>
        new(404, ProblemCodes.TopicNotFound, "Topic not found.", "This topic does not exist or has been removed.");

    public static Problem MessageNotFound() =>
        new(404, ProblemCodes.MessageNotFound, "Message not found.", "This topic has no message with this seq.");

    public static Problem UserNotFound() =>
        new(404, ProblemCodes.UserNotFound, "User not found.", "No user has this username.");

    public static Problem InvitationNotFound() =>
        new(404, ProblemCodes.InvitationNotFound, "Invitation not found.", "This invitation does not exist, has expired, or is used up.");

    public static Problem ReportNotFound() =>
        new(404, ProblemCodes.ReportNotFound, "Report not found.", "This report does not exist, or you may not see it.");

    public static Problem ResetNotFound() =>
        new(404, ProblemCodes.ResetNotFound, "Link not found.", "This link does not exist, has expired, or was used. Ask for another one.");

    public static Problem SessionNotFound() =>
        new(404, ProblemCodes.SessionNotFound, "Session not found.", "You have no such session, or it has ended.");

    public static Problem MethodNotAllowed() =>
        new(405, ProblemCodes.MethodNotAllowed, "Method not allowed.", "This resource does not support this method. See the Allow header.");

    public static Problem RequestTimeout() =>
        new(408, ProblemCodes.RequestTimeout, "The request timed out.", "The request took too long to arrive. Send it without pausing.");

    public static Problem ClientIdReused() =>
        new(409, ProblemCodes.ClientIdReused, "The clientId is already in use.", "You have already posted a different text with this clientId in this topic.");

    public static Problem MessageDeleted() =>
        new(409, ProblemCodes.MessageDeleted, "The message has been deleted.", "A deleted message can't be edited, reported, pinned or reacted to.");

    public static Problem MessageChanged() =>
        new(409, ProblemCodes.MessageChanged, "The message has been changed.", "The revision you gave is no longer current. Fetch the message again before you change it.");

    public static Problem TopicLocked() =>
        new(409, ProblemCodes.TopicLocked, "The topic is locked.", "Nobody can post, edit or react in a locked topic.");

    public static Problem TooManyReactions() =>
        new(409, ProblemCodes.TooManyReactions, "Too many reactions.", "A message has at most 20 kinds of reactions, and 1,000 reactions altogether.");

    public static Problem TooManyPins() =>
        new(409, ProblemCodes.TooManyPins, "Too many pins.", "A topic has at most 50 pinned messages. Unpin one first.");

    public static Problem TooManyDrafts() =>
        new(409, ProblemCodes.TooManyDrafts, "Too many drafts.", "You may have at most 500 drafts. Post or delete one first.");

    public static Problem TooManyTopics() =>
        new(409, ProblemCodes.TooManyTopics, "Too many topics.", "You may follow, pin, or have a level or a draft in, at most 10,000 topics. Unfollow or reset one first.");

    public static Problem TooManyPinned() =>
        new(409, ProblemCodes.TooManyPinned, "Too many pinned topics.", "You may pin at most 100 topics. Unpin one first.");

    /// <param name="people">How many people an <c>@all</c> mentions. Counted up to a little more than 1,000.</param>
    public static Problem ConfirmAll(int people) =>
        new(409, ProblemCodes.ConfirmAll, "Please confirm.", people > 1_000
            ? "This would notify more than 1,000 people."
            : string.Create(CultureInfo.InvariantCulture, $"This would notify {people:N0} people."));

    /// <param name="newer">The view of the draft as it is now; null if there is none.</param>
    public static Problem DraftChanged(object? newer) =>
        new(409, ProblemCodes.DraftChanged, "The draft has been changed.", "Another device has changed or deleted this draft meanwhile.")
        {
            Draft = JsonSerializer.SerializeToElement(newer, BulletinJson.Options),
        };

    public static Problem LastOwner() =>
        new(409, ProblemCodes.LastOwner, "The topic needs an owner.", "Make somebody else an owner first.");

    public static Problem LastAdmin() =>
        new(409, ProblemCodes.LastAdmin, "The site needs an admin.", "Make somebody else an admin first.");

    public static Problem TopicEmptied() =>
        new(409, ProblemCodes.TopicEmptied, "The topic is empty.", "The messages of this topic have been deleted for good, so it can't be restored.");

    public static Problem Conflict() =>
        new(409, ProblemCodes.Conflict, "Conflict.", "Somebody else has changed this meanwhile. Fetch it again before you change it.");

    public static Problem MailNotConfigured() =>
        new(409, ProblemCodes.MailNotConfigured, "Mail is not configured.", "This server can't send links by mail. Ask your operator to configure mail and Site:PublicUrl.");

    public static Problem TooManyInvitations() =>
        new(409, ProblemCodes.TooManyInvitations, "Too many invitations.", "A private topic has at most 100 invitations that can be used. Revoke one first.");

    public static Problem TooManyMembers() =>
        new(409, ProblemCodes.TooManyMembers, "The topic is full.", "A private topic has at most 5,000 members.");

    public static Problem UsernameTaken() =>
        new(409, ProblemCodes.UsernameTaken, "The username is not available.", "This username, or one that looks like it, is already taken.");

    public static Problem UsernameReserved() => UsernameTaken() with { Detail = "This username is reserved." };

    public static Problem DisplayNameTaken() =>
        new(409, ProblemCodes.DisplayNameTaken, "The display name is not available.", "This display name looks like another user's username.");

    public static Problem PayloadTooLarge() =>
        new(413, ProblemCodes.PayloadTooLarge, "The request is too large.", "The body must not exceed 64 KiB.");

    public static Problem UnsupportedMediaType() =>
        new(415, ProblemCodes.UnsupportedMediaType, "Unsupported media type.", "Send the body as uncompressed application/json in UTF-8.");

    /// <param name="limit">The limit that was reached, as named in the <c>RateLimit</c> header.</param>
    public static Problem RateLimited(string limit, TimeSpan retryAfter) =>
        new(429, ProblemCodes.RateLimited, "Too many requests.", $"The limit '{limit}' has been reached. Try again later.") { Limit = limit, RetryAfter = retryAfter };

    /// <summary>One of <see cref="RateLimited"/>, so that clients which know that one wait.</summary>
    public static Problem TooManyConnectionsOfAddress() =>
        RateLimited("connections", TimeSpan.FromSeconds(5)) with { Detail = "Your address has as many connections as one address may have. Close some, or try again later." };

    public static Problem InternalError() =>
        new(500, ProblemCodes.InternalError, "Internal server error.", "An unexpected error occurred. Please report it with the traceId.");

    /// <summary>Storage or a silo is unavailable or timed out. The requested change may or may not have been made.</summary>
    public static Problem Unavailable() =>
        new(503, ProblemCodes.Unavailable, "Bulletin is temporarily unavailable.", "Try again in a moment.") { RetryAfter = TimeSpan.FromSeconds(1) };

    public static Problem SearchBusy() =>
        new(503, ProblemCodes.SearchBusy, "Search is busy.", "The search took too long, or too many are running. Try again in a moment, or ask for something more specific.") { RetryAfter = TimeSpan.FromSeconds(1) };

    public static Problem TooManyConnections() =>
        new(503, ProblemCodes.TooManyConnections, "Too many connections.", "This server has as many connections as it takes. Try again in a moment.") { RetryAfter = TimeSpan.FromSeconds(5) };

    /// <summary>The only place where a grain's refusal becomes a problem.</summary>
    /// <param name="retryAfter">When to retry, if the grain has said so.</param>
    /// <param name="detail">Its meaning in this case, if the grain has said more than the code does.</param>
    public static Problem Of(Refusal refusal, TimeSpan? retryAfter = null, string? detail = null) => refusal switch
    {
        Refusal.TopicNotFound => TopicNotFound(),
        Refusal.MessageNotFound => MessageNotFound(),
        Refusal.NotAllowed => NotAllowed(),
        Refusal.ClientIdReused => ClientIdReused(),
        Refusal.ReplyNotFound => ValidationFailed("replyTo", "Must be the seq of a message in this topic."),
        Refusal.MessageDeleted => MessageDeleted(),
        Refusal.Retry or Refusal.Busy => retryAfter is { } later ? Unavailable() with { RetryAfter = later } : Unavailable(),
        Refusal.UsernameTaken => UsernameTaken(),
        Refusal.UsernameReserved => UsernameReserved(),
        Refusal.InvalidCredentials => InvalidCredentials(),
        Refusal.TooManyAttempts => RateLimited("attempts", retryAfter ?? TimeSpan.FromSeconds(1)),
        Refusal.UserNotFound => UserNotFound(),
        Refusal.MessageChanged => MessageChanged(),
        Refusal.DisplayNameTaken => DisplayNameTaken(),
        Refusal.TopicLocked => TopicLocked(),
        Refusal.LastOwner => LastOwner(),
        Refusal.InvitationNotFound => InvitationNotFound(),
        Refusal.TooManyMembers => TooManyMembers(),
        Refusal.TooManyInvitations => TooManyInvitations(),
        Refusal.LastAdmin => LastAdmin(),
        Refusal.AccountSuspended => AccountSuspended(detail),
        Refusal.RegistrationClosed => RegistrationClosed(detail),
        Refusal.ReportNotFound => ReportNotFound(),
        Refusal.ResetNotFound => ResetNotFound(),
        Refusal.TopicEmptied => TopicEmptied(),
        Refusal.Conflict => Conflict(),
        Refusal.TooManyReactions => TooManyReactions(),
        Refusal.TooManyPins => TooManyPins(),
        Refusal.TooManyDrafts => TooManyDrafts(),
        Refusal.TooManyTopics => TooManyTopics(),
        Refusal.TooManyPinned => TooManyPinned(),
        Refusal.SessionNotFound => SessionNotFound(),
        Refusal.TooManyReports => RateLimited("reports", retryAfter ?? TimeSpan.FromHours(1)),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a refusal."),
    };

    /// <summary>Returns the value of an outcome, or throws its refusal as a problem.</summary>
    /// <exception cref="ProblemException">The call was refused.</exception>
    public static T OrThrow<T>(this Outcome<T> outcome) where T : class =>
        outcome.Value ?? throw new ProblemException(Of(outcome.Refusal, outcome.RetryAfter, outcome.Detail));

    /// <summary>The problem for a response that has only a status.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        400 => Malformed("The request could not be read."),
        401 => Unauthorized(),
        403 => NotAllowed(),
        404 => NotFound(),
        405 => MethodNotAllowed(),
        408 => RequestTimeout(),
        409 => Conflict() with { Detail = "The request conflicts with the current state of the resource." },
        413 => PayloadTooLarge(),
        415 => UnsupportedMediaType(),
        429 => RateLimited("requests", TimeSpan.FromSeconds(1)),
        503 => Unavailable(),
        >= 500 => InternalError() with { Status = status },
        _ => new(status, ProblemCodes.Refused, "The request was refused.", "The request can't be processed."),
    };

    private static string Summary(IReadOnlyDictionary<string, string[]> errors) =>
        string.Join(' ', errors.Select(field => $"{field.Key}: {string.Join(' ', field.Value)}"));
}
