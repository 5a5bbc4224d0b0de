using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Dashboard;
using Orleans.Hosting;

namespace Bulletin.Operations;

/// <summary>
/// Orleans' own view of its cluster: silos, grains, calls. It asks nobody who they are, so there is none unless a password is
/// set, and then on the operations port alone.
/// </summary>
public static class Dashboard
{
    private const string Path = "/dashboard";

    /// <summary>For a process that holds grains. It times every call, which costs; each silo that is to be seen needs it.</summary>
    public static IHostApplicationBuilder AddBulletinDashboard(this IHostApplicationBuilder builder)
    {
        if (OperatorPassword.From(builder.Configuration) is not { } password) return builder;
        builder.Services.AddSingleton(password);
        builder.UseOrleans(silo => silo.AddDashboard(dashboard => dashboard.HideTrace = true));
        return builder;
    }

    public static void MapBulletinDashboard(this WebApplication app)
    {
        if (app.Services.GetService<OperatorPassword>() is null) return;
        app.MapOrleansDashboard(Path).ForOperators(withPassword: true);
        // It would show what grains remember, such as sessions.
        app.MapGet(Path + "/GrainState", Microsoft.AspNetCore.Http.TypedResults.NotFound).WithOrder(-1).ForOperators(withPassword: true);
    }
}
