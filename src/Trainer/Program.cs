using RnnToolkit.CommandLine;
using RnnToolkit.Trainer;
using RnnToolkit.Trainer.Commands;

NativeThreads.Configure();
return await CommandRunner.RunAsync(TrainerCommand.Create(), args);
