using Bulletin.Api.Contract;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Members;

/// <summary>Somebody who may see a private topic or is in a direct conversation.</summary>
/// <param name="Role"><c>owner</c> or <c>member</c>.</param>
/// <param name="Since">When they were added.</param>
public sealed record MemberView(UserView User, [property: NamesOf(typeof(MemberRoles))] string Role, DateTimeOffset Since)
{
    public static MemberView Of(Member member) => new(UserView.Of(member.User), MemberRoles.Text(member.Role), member.Since);
}

/// <summary>Members, in the order in which they came.</summary>
/// <param name="Next">The cursor of the next page. Null on the last one.</param>
public sealed record MemberPageView(IReadOnlyList<MemberView> Items, string? Next);
