//! The functions `curate-data`, `register-model`, `promote-model`, `confirm-model`, `choose-windows`,
//! `collect-pictures`, `serve-model`, `pack-model` and `choose-pictures`.

use std::process::ExitCode;

use contracts::Task;
use contracts::tasks::{
    ChoosePictures, ChooseWindows, CollectPictures, ConfirmModel, CurateData, PackModel,
    PromoteModel, RegisterModel, ServeModel,
};
use models::{
    Choosing, ChoosingPictures, Collecting, Confirming, Curating, Packing, Promoting, Registering,
    Serving,
};

fn main() -> ExitCode {
    let handler = runtime::handler_name();
    match handler.as_deref() {
        Some(CurateData::NAME) => runtime::serve::<CurateData, _, _>(Curating::start),
        Some(RegisterModel::NAME) => runtime::serve::<RegisterModel, _, _>(Registering::start),
        Some(PromoteModel::NAME) => runtime::serve::<PromoteModel, _, _>(Promoting::start),
        Some(ConfirmModel::NAME) => runtime::serve::<ConfirmModel, _, _>(Confirming::start),
        Some(ChooseWindows::NAME) => runtime::serve::<ChooseWindows, _, _>(Choosing::start),
        Some(CollectPictures::NAME) => runtime::serve::<CollectPictures, _, _>(Collecting::start),
        Some(ServeModel::NAME) => runtime::serve::<ServeModel, _, _>(Serving::start),
        Some(PackModel::NAME) => runtime::serve::<PackModel, _, _>(Packing::start),
        Some(ChoosePictures::NAME) => {
            runtime::serve::<ChoosePictures, _, _>(ChoosingPictures::start)
        }
        other => runtime::unknown_handler(
            other,
            &[
                CurateData::NAME,
                RegisterModel::NAME,
                PromoteModel::NAME,
                ConfirmModel::NAME,
                ServeModel::NAME,
                ChooseWindows::NAME,
                CollectPictures::NAME,
                PackModel::NAME,
                ChoosePictures::NAME,
            ],
        ),
    }
}
