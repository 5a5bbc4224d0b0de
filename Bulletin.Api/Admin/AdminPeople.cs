using Bulletin.Api.Http;
using Bulletin.Api.Members;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Admin;

/// <summary>Finds the people whom filters and changes name. Each may need a database read, which the caller pays for as in other requests.</summary>
internal sealed class AdminPeople(MemberLookup people)
{
    /// <param name="person">A username, or the id of somebody whose account may be closed. No username is as long as an id.</param>
    /// <returns>Null if nobody is named.</returns>
    /// <exception cref="ProblemException">With <c>validation_failed</c>, naming the field: there is no such person.</exception>
    public async Task<Guid?> IdOf(string? person, string field, Actor caller, CancellationToken cancellationToken) =>
        person is null ? null
        : Guid.TryParseExact(person, "D", out var id) ? id
        : (await Find(person, field, caller, cancellationToken)).Id;

    /// <exception cref="ProblemException">With <c>validation_failed</c>, naming the field: nobody has this username.</exception>
    public async Task<User> Find(string username, string field, Actor caller, CancellationToken cancellationToken) =>
        await people.Find(username, caller, cancellationToken)
        ?? throw new ProblemException(Problems.ValidationFailed(field, "Must be the username of somebody who has an account."));
}
